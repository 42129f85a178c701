# What recipients read on Narwhal's pages.
#
# One message to a line. $organisation is the clinic, bank or office that sent something, as recipients know it.
# The tone: plain words, short sentences, polite; what happened, and what to do. Recipients may be ill, old, in a
# hurry, or afraid of fraud.

## Titles of windows. They stay in the browser's history, so they name nobody.

title-message = A private message
title-messages = Private messages

## Around every page

skip-to-content = Skip to the content
your-access = Your access
sign-out = Sign out
footer = Private messages by Narwhal. Nothing is kept on this device.
language-label = Language
phrase-label = Your phrase:
# Stands for an empty subject.
no-subject = Message
# Stands for the subject of a message that waits behind a passcode.
subject-locked = Message with a passcode
# The same for one that only an earlier password opened.
subject-closed = Closed message
idle-warning = Still there? This page closes in one minute, so that nobody else can read it.
idle-stay = Keep it open

## Parts of forms

kept-under-label = Name for your password manager
password-label = Your password
password-new-label = New password
password-choose-label = Choose a password
# The button that shows what is typed as a password.
password-show = Show
password-show-rest = password
password-hint-long = At least { $least } characters. Four words that have nothing to do with each other are easy to remember and hard to guess.
password-hint = At least { $least } characters, such as four words.
phone-label = Phone number
phone-hint = For example (211) 436-7789, or +44 7700 900123 for a number from another country.
no-script = Your browser has JavaScript switched off. With it, your password stays on this device: please switch it on and load the page again.

## The first visit

claim-heading = { $organisation } sent you a private message
claim-lead = It is too private for a text message, so it waits for you here. Choose a password: from then on, your messages open only with it.
claim-lead-passcode = It is too private for a text message, so it waits for you here. Type the passcode that you were told, and choose a password: from then on, your messages open only with that password.
claim-lead-replaces = Type the passcode that you were told, and choose a new password. What you were sent before stays closed, unless its sender releases it again.
claim-form = Choose your password
claim-submit = Open my message
claim-busy = Locking it with your password…
unexpected-summary = I did not expect this
claim-unexpected = Then take your time. Nothing opens until you choose a password, and this page asks for nothing else: no bank details, no verification codes, no download. If you are unsure, call { $organisation } on a number you already know.
claim-forget-summary = What if I forget my password?
claim-forget = Nobody can look it up for you, not even { $organisation }. So keep it in your password manager, or on paper in a safe place.

## Later visits

unlock-lead = Type the password that you chose the first time.
unlock-form = Open your message
unlock-submit = Open my message
unlock-busy = Opening your message…
unlock-unexpected = If you do not know who wrote to you, you need not open anything.
forgot-summary = I forgot my password
have-recovery-code = I have a recovery code
have-none-ask = I have no recovery code: ask for a new password

## The way in without a link

inbox-sign-in-heading = Your private messages
inbox-sign-in-lead = Sign in with your phone number and the password that you chose.
inbox-sign-in-form = Sign in
inbox-sign-in-submit = Sign in
inbox-sign-in-busy = Signing in…
no-password-summary = I have no password yet
no-password = You choose one when you open your first message. Tap the link in the text that { $organisation } sent you.

## "This is not for me"

not-for-me-link = This message is not for me
not-for-me-heading = Is this message not for you?
not-for-me-lead = Then { $organisation } has the wrong number. Tell them with one tap: they send nothing more to this phone, and you need not do anything else.
not-for-me-submit = It is not for me
back-to-message = Back to the message

## An open message

message-until = This message can be read until { $date }. After that it is erased.
idle-note = { $minutes ->
    [0] The page closes by itself in less than a minute when you do not use it.
    [one] The page closes by itself when you have not used it for a minute.
   *[other] The page closes by itself when you have not used it for { $minutes } minutes.
}
# Over a letter: the person signs it.
signed-by = { $person }, { $organisation }
other-messages = Your other messages
all-messages = All your messages
archive-kept = { $organisation } keeps an archive key (emergency access), with which it can open this message too.
archive-opened = Opened by { $organisation } under emergency access on { $date }.

## Its files

attachments-title = { $count ->
    [one] One file
   *[other] { $count } files
}
attachment-show = Show
attachment-save = Save
attachment-save-warning = A saved file stays on this device, outside of the protection of this page, and whoever uses the device can open it. Open files only from senders that you know.
attachment-save-anyway = Save it anyway
kind-zip = ZIP archive
kind-text = Text
kind-web-page = Web page
kind-csv = Table (CSV)
kind-calendar = Calendar entry
kind-mail = Mail
kind-file = File
kind-image = Image
kind-sound = Sound
kind-video = Video
kind-document = Text document
kind-table = Table
kind-slides = Slides
size-bytes = { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
size-kilobytes = { $amount } kB
size-megabytes = { $amount } MB
# The sign between whole and tenths in "1.4 MB".
decimal-sign = .

## The list

inbox-heading = Your messages
inbox-newest = Back to the newest messages
inbox-older = Show older messages
inbox-idle-note = The page closes by itself when you have not used it for a while.
inbox-empty-heading = No messages at the moment
inbox-empty = When a message is sent to you, you get a text with a link. Messages that have run out are erased.
inbox-new = New
# In a list: people look for the organisation.
from-whom = { $organisation }, { $person }

## Points in time

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
# $day and $year are in digits, $month is one of the above.
date = { $day } { $month } { $year }
# $time is like 16:12, in UTC.
date-time = { $date }, { $time } UTC

## Pages with one thing to say

calm-unknown-title = There is no message at this link
calm-unknown = Part of the link may be missing. Go back to the text you received and tap the link there, or copy all of it.
calm-expired-title = This message has run out
calm-expired = Its sender set a day after which it is erased, and that day has passed. If you still need it, please ask them to send it again.
calm-recalled-title = The sender took this message back
calm-recalled = It has been erased, and you have nothing to do. If you were expecting it, please ask the sender.
calm-not-yet-title = This message is not ready yet
calm-not-yet = Its sender chose a later time. Keep the text you received, and tap its link again then.
calm-signed-out-title = You are signed out
calm-signed-out = Nothing is left on this device. You can close this page.
calm-signed-off-title = Closed, to keep it private
calm-signed-off = You had not used the page for a while, so it signed you out. Nothing is left on this device.
calm-unavailable-title = We cannot get to it just now
calm-unavailable = Your message is safe. Something on our side is not working, and it is not your phone. Please try again in a few minutes.
calm-just-downloaded-title = You have just downloaded your data
calm-just-downloaded = Your browser keeps the file among its downloads. If it is not there, wait a minute and try again.
calm-not-for-them-title = Thank you for telling us
calm-not-for-them = You get no more texts from this sender, and they know that the message did not reach the right person. You have nothing else to do.
sign-in-again = Sign in again
try-again = Try again

## A message behind a passcode

passcode-label = Your passcode
passcode-hint = { $organisation } has told you, or gives it to you when you ask. Capital letters and spaces do not matter.
passcode-heading = This message has a passcode
passcode-lead = Its sender has also locked it with a passcode. Your password alone does not open it.
passcode-sealed-heading = This message is locked
passcode-sealed = Five wrong passcodes were typed, so nobody can try any more. Your message is safe. Please call { $organisation } on a number you know: they can give you a new passcode, and then the link in your text works again.
passcode-have-new = I have a new passcode
passcode-elsewhere-heading = Another message comes first
passcode-elsewhere = { $organisation } sent you another message, with a passcode. Open that one first; then this one opens too.
passcode-elsewhere-go = Go to the other message

## A forgotten password, without a recovery code

forgotten-heading-unasked = You forgot your password?
forgotten-heading-asked = Your request has been sent
forgotten-heading-approved = You can soon choose a new password
forgotten-heading-declined = Your request was not accepted
forgotten-unasked = Nobody can look it up. But whoever wrote to you can let you choose another one.
forgotten-asked = { $organisation } will speak with you before you can choose a new password. You can also call them, on a number that you know.
forgotten-approved = You can choose a new password here from { $date }, with the passcode that you were told. Come back then, by the same link.
forgotten-declined = { $organisation } did not let the password be replaced. Please call them, on a number that you know.
forgotten-step-1 = { $organisation } is told that you have forgotten your password, and your number gets a text about it.
forgotten-step-2 = They speak with you, to be sure that it is you, and tell you a passcode.
forgotten-step-3 = After a waiting time you open the link in your text again, type the passcode, and choose a new password.
forgotten-earlier = Your earlier messages stay closed, unless their sender releases them again.
forgotten-submit = Ask for a new password
closed-heading = This message stays closed
closed-lead = It was sent before you chose a new password, and opens only with the old one. { $organisation } can release it again: please ask them.

## The recipient's own page

account-heading = Your access
account-changed = Your password is changed. You were signed out everywhere else.
account-sessions = Where you are signed in
session-this = This session, since { $date }
session-used = Last used { $date }
session-end-label = Sign out { $device }
# $browser and $system are names, such as Firefox and Android.
device = { $browser } on { $system }
device-unknown = A browser
account-end-all = Sign out everywhere
change-heading = Change your password
change-lead = Your messages stay as they are: they open with the new password.
change-current = Password until now
change-submit = Change password
change-busy = Changing your password…

## Recovery codes

recovery-heading = Recovery code
recovery-what = A recovery code opens your messages when you have forgotten your password. Keep it on paper in a safe place, or in your password manager; not in your text messages.
recovery-since = You have one, made on { $date }. A new one takes its place.
recovery-none = You have none. If you forget your password, nobody can open your messages.
recovery-make = Make a recovery code
recovery-make-busy = Making it…
recovery-kept = I have kept it: to my messages
recovery-shown-heading = Your new recovery code
recovery-shown = It is shown only now. Write it down, print it, or save it: it can be used once, and then you get another one.
recovery-copy = Copy
recovery-print = Print
recovery-save = Save as a file
recovery-file-name = recovery-code.txt
recover-heading = Use your recovery code
recover-lead = With the code that you kept, you choose a new password. Your messages stay as they are.
recover-form = Use your recovery code
recover-code-label = Recovery code
recover-code-hint = 24 letters and digits. Dashes and capital letters do not matter.
recover-submit = Set the new password
recover-busy = Setting it…
recover-none-summary = I have no recovery code
recover-none = Then open the link in a text that { $organisation } sent you, and ask for a new password there.
recovery-offer-heading = If you forget your password
recovery-offer = Nobody can look it up for you. With a recovery code, kept on paper, you could still open your messages.

## One's own messages, a locked number, a phone that is shared

account-code-ended = A recovery code that you had no longer works: make another one below.
account-openings = When your messages were opened, and removing one
own-language-heading = Language
own-language-text = These pages and the texts that you get are in this language.
own-language-label = Your language
own-language-save = Save
own-language-saved = Saved. Texts come in this language from now on.
safety-heading = Your safety number
safety-text = Whoever writes to you sees the same number. When you compare it by voice and it is the same, only you can open what they send you.
download-heading = Download my data
download-text = One file with your messages and their files, as far as they open now, and what is known of your access. It is not locked: whoever finds it on your device can read it.
download-button = Download
openings-heading = When your messages were opened
openings-advice = If one was opened when it was not you, sign out everywhere and change your password.
openings-empty = There are no messages at the moment.
openings-never = Not opened yet
openings-sent = Sent on { $date }
openings-first = First opened on { $date }
openings-last = Last opened on { $date }
openings-remove = Remove
remove-heading = Remove this message from your list?
remove-lead = You cannot open it any more, and nobody can bring it back. Its sender sees that you removed it, and keeps their own copy.
remove-submit = Remove it for good
remove-keep = Keep it
calm-removed-title = You removed this message
calm-removed = It is gone for good. If you need it again, please ask its sender to send it once more.
number-locked-heading = Your messages are locked
number-locked = To protect you, { $organisation } locked the messages to this number. Please call them on a number you know: they can give you a passcode, and then the link in your text works again.
number-locked-button = I have a passcode
shared-label = This phone is shared with others
shared-hint = Then the page closes sooner when you do not use it, and has a button that hides it at once.
hide-button = Hide this page
hidden-heading = Nothing here
hidden-text = This page is empty. You can close it.
forgotten-until = This is possible until { $date }.

## The plain way: forms for browsers without a script or without WebAssembly; the password passes through the server

no-start = This page could not start in your browser. iPhones in Lockdown Mode do not let it, nor do some old browsers; or the connection was cut. Please load the page again, or open it in another browser.
plain-offer = There is also a plain form. With it, your password passes through the server of { $organisation }, which uses it for a moment and does not keep it. Where the usual page works, it is the better way.
plain-go = Use the plain form
plain-none = { $organisation } allows no other way, because your password would then pass through a server. Please use another browser or another device, or call { $organisation } on a number you know.
plain-warning = On this page, your password passes through the server of { $organisation }. It is used for a moment and not kept. On the usual page it stays on your device.
plain-back = Use the usual page
plain-forbidden-title = This way is closed
plain-forbidden = { $organisation } does not let passwords pass through a server. Please open your message on the usual page, in a browser with JavaScript, or on another device. If nothing works, call { $organisation } on a number you know.
plain-empty = Please fill this in.
plain-password-long = This password is too long.
plain-busy = Many people are signing in just now. Please wait a few seconds, then send the form again.
message-read-submit = Tell the sender that I have read it
## Passkeys, which people know by what they do

passkey-heading = Face ID, fingerprint or screen lock
passkey-what = Sign in without typing: with what unlocks your device. Your password stays as it is, and works when the device is lost.
passkey-unlock = Unlock with Face ID, fingerprint or screen lock
passkey-added = Added { $date }.
passkey-used = Last used { $date }.
passkey-remove = Remove
passkey-remove-label = Remove { $name }
passkey-name-label = A name for this device
passkey-name-hint = For example: my phone. You may leave it empty.
passkey-password-label = Your password, to be sure that it is you
passkey-checking = Checking…
passkey-busy = Checking your password. This takes a few seconds.
passkey-wrong = That is not your password.
passkey-submit = Add this device
passkey-unsupported = Your browser cannot do this. Your password works as before.
passkey-confirm = Your password is right. Your device asks for your face, your finger or its screen lock next, perhaps twice.
passkey-go-on = Go on
passkey-unlock-cancelled = Nothing was unlocked. Try again, or type your password.
passkey-unlock-no-key = This device or browser cannot unlock with it. Please type your password.
passkey-unlock-refused = This device is not known here, or not for this message. Please type your password.
passkey-add-cancelled = Nothing was added. Try again when you like.
passkey-add-there = This device is in your list already.
passkey-add-no-key = This device or browser can sign in this way, but cannot keep your key safe (it lacks PRF). Nothing was added; your password works as before.
passkey-add-refused = This did not work. Load the page again.
passkey-offer-heading = Open the next one without typing
passkey-offer = Your device can open your messages with Face ID, fingerprint or screen lock, in the place of your password.
passkey-offer-link = Set it up
passkey-done-added = Done: from now on you can sign in without typing on this device.
passkey-done-removed = It is removed. It opens nothing here any more.
