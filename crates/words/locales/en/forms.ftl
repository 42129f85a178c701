# What the browser says in recipients' forms. A phone downloads these with the page, in its language only.

busy-claim = Locking your messages with your password. This takes a few seconds.
busy-open = Opening your message. This takes a few seconds.
busy-sign-in = Signing in. This takes a few seconds.
busy-change = Changing your password. This takes a few seconds.
busy-recovery = Making your recovery code. This takes a few seconds.
busy-recover = Setting your new password. This takes a few seconds.

wrong-password = That is not the password. Check for capital letters, and try again.
wrong-sign-in = The number and the password do not belong together. Check both, and try again.
wrong-own-password = That is not your password.
wrong-recovery-code = This code does not open anything here, or it was used before.
wrong-passcode = { $left ->
    [one] That is not the passcode. There is one more try.
   *[other] That is not the passcode. There are { $left } more tries.
}

passcode-short = A passcode has at least { $least } letters or digits.
passcode-long = A passcode has at most { $most } letters and digits.
code-invalid = This is not a recovery code: a recovery code has 24 letters and digits. Check it, and try again.

password-too-short = Please make it a little longer: at least { $least } characters.
password-common = Many people use this password, so it is one of the first to be tried. Please choose another.
strength-common = Among the first passwords that anybody would try. Choose another.
strength-weak = Rather easy to guess. Add a word or two.
strength-fair = Good. One more word would make it strong.
strength-strong = Strong.
strength-missing = { $characters ->
    [one] 1 more character.
   *[other] { $characters } more characters.
}

wait-seconds = Try again in { $seconds } s
wait-minutes = Try again in { $minutes } min
wait-over = You can try again now.

copied = Copied. Paste it where you keep it, then copy something else.
not-copied = Your browser does not let us copy. Please write it down.
recovery-file = Recovery code for private messages: { $code }

phone-invalid = This is not a phone number that we can use. Type it with its area code; a number from another country with + and the country's code.
out-of-date = This page is out of date. Load it again.
slow-down = There were several wrong passwords in a row. Please wait a moment before the next try.
signed-out = You have been signed out. Sign in again to go on.
not-found = This is not here any more. Load the page again.
already-claimed = A password has been chosen for these messages already. Load the page again and type it.
passcode-sealed = There were too many wrong passcodes. Ask whoever wrote to you for a new one, then load the page again.
passcode-needed = This message opens with a passcode now. Load the page again.
unavailable = The server cannot store anything at the moment. Please try again in a minute.
no-answer = The server does not answer. Check your connection, and try again.
unexpected = Something went wrong on our side. Please try again in a minute.
