# What recipients read on Narwhal's pages.
#
# One message to a line. $organisation is the clinic, bank or office that sent something, as recipients know it.
# The tone: plain words, short sentences, polite; what happened, and what to do. Recipients may be ill, old, in a
# hurry, or afraid of fraud.

## Titles of windows. They stay in the browser's history, so they name nobody.

title-message = Eine private Nachricht
title-messages = Private Nachrichten

## Around every page

skip-to-content = Zum Inhalt springen
your-access = Ihr Zugang
sign-out = Abmelden
footer = Private Nachrichten mit Narwhal. Auf diesem Gerät wird nichts gespeichert.
language-label = Sprache
phrase-label = Ihr Erkennungswort:
# Stands for an empty subject.
no-subject = Nachricht
# Stands for the subject of a message that waits behind a passcode.
subject-locked = Nachricht mit Zugangscode
# The same for one that only an earlier password opened.
subject-closed = Verschlossene Nachricht
idle-warning = Sind Sie noch da? Diese Seite schließt sich in einer Minute, damit niemand sonst sie lesen kann.
idle-stay = Geöffnet lassen

## Parts of forms

kept-under-label = Name für Ihren Passwortmanager
password-label = Ihr Passwort
password-new-label = Neues Passwort
password-choose-label = Wählen Sie ein Passwort
# The button that shows what is typed as a password.
password-show = Anzeigen
password-show-rest = des Passworts
password-hint-long = Mindestens { $least } Zeichen. Vier Wörter, die nichts miteinander zu tun haben, sind leicht zu merken und schwer zu erraten.
password-hint = Mindestens { $least } Zeichen, zum Beispiel vier Wörter.
phone-label = Telefonnummer
phone-hint = Zum Beispiel (211) 436-7789, bei ausländischen Nummern +44 7700 900123.
no-script = In Ihrem Browser ist JavaScript ausgeschaltet. Mit JavaScript bleibt Ihr Passwort auf diesem Gerät: Bitte schalten Sie es ein und laden Sie die Seite neu.

## The first visit

claim-heading = { $organisation } hat Ihnen eine private Nachricht gesendet
claim-lead = Für eine SMS ist sie zu vertraulich, darum wartet sie hier auf Sie. Wählen Sie ein Passwort: Von da an öffnen sich Ihre Nachrichten nur damit.
claim-lead-passcode = Für eine SMS ist sie zu vertraulich, darum wartet sie hier auf Sie. Geben Sie den Zugangscode ein, der Ihnen mitgeteilt wurde, und wählen Sie ein Passwort: Von da an öffnen sich Ihre Nachrichten nur mit diesem Passwort.
claim-lead-replaces = Geben Sie den Zugangscode ein, der Ihnen mitgeteilt wurde, und wählen Sie ein neues Passwort. Was Sie früher erhalten haben, bleibt verschlossen, solange der Absender es nicht wieder freigibt.
claim-form = Passwort wählen
claim-submit = Nachricht öffnen
claim-busy = Wird mit Ihrem Passwort gesichert …
unexpected-summary = Das habe ich nicht erwartet
claim-unexpected = Dann lassen Sie sich Zeit. Nichts öffnet sich, bevor Sie ein Passwort wählen, und diese Seite verlangt nichts weiter: keine Bankdaten, keine Bestätigungscodes, keinen Download. Im Zweifel rufen Sie { $organisation } unter einer Nummer an, die Sie schon kennen.
claim-forget-summary = Was, wenn ich mein Passwort vergesse?
claim-forget = Niemand kann es für Sie nachschlagen, auch { $organisation } nicht. Bewahren Sie es daher in Ihrem Passwortmanager auf oder auf Papier an einem sicheren Ort.

## Later visits

unlock-lead = Geben Sie das Passwort ein, das Sie beim ersten Mal gewählt haben.
unlock-form = Nachricht öffnen
unlock-submit = Nachricht öffnen
unlock-busy = Ihre Nachricht wird geöffnet …
unlock-unexpected = Wenn Sie nicht wissen, wer Ihnen geschrieben hat, müssen Sie nichts öffnen.
forgot-summary = Ich habe mein Passwort vergessen
have-recovery-code = Ich habe einen Wiederherstellungscode
have-none-ask = Ich habe keinen: neues Passwort anfordern

## The way in without a link

inbox-sign-in-heading = Ihre privaten Nachrichten
inbox-sign-in-lead = Melden Sie sich mit Ihrer Telefonnummer und dem Passwort an, das Sie gewählt haben.
inbox-sign-in-form = Anmelden
inbox-sign-in-submit = Anmelden
inbox-sign-in-busy = Sie werden angemeldet …
no-password-summary = Ich habe noch kein Passwort
no-password = Sie wählen eines, wenn Sie Ihre erste Nachricht öffnen. Tippen Sie auf den Link in der SMS, die Sie von { $organisation } erhalten haben.

## "This is not for me"

not-for-me-link = Diese Nachricht ist nicht für mich
not-for-me-heading = Ist diese Nachricht nicht für Sie?
not-for-me-lead = Dann hat { $organisation } die falsche Nummer. Ein Tippen genügt, um Bescheid zu geben: Dann kommt von dort nichts mehr auf dieses Telefon, und Sie müssen sonst nichts tun.
not-for-me-submit = Nicht für mich
back-to-message = Zurück zur Nachricht

## An open message

message-until = Diese Nachricht ist bis zum { $date } lesbar. Danach wird sie gelöscht.
idle-note = { $minutes ->
    [0] Die Seite schließt sich von selbst, wenn Sie sie kurze Zeit nicht benutzen: nach weniger als einer Minute.
    [one] Die Seite schließt sich von selbst, wenn Sie sie eine Minute lang nicht benutzen.
   *[other] Die Seite schließt sich von selbst, wenn Sie sie { $minutes } Minuten lang nicht benutzen.
}
# Over a letter: the person signs it.
signed-by = { $person }, { $organisation }
other-messages = Ihre anderen Nachrichten
all-messages = Alle Ihre Nachrichten
archive-kept = { $organisation } hat einen Archivschlüssel (Notfallzugriff), mit dem sich auch diese Nachricht öffnen lässt.
archive-opened = Im Notfallzugriff geöffnet von { $organisation } am { $date }.

## Its files

attachments-title = { $count ->
    [one] Eine Datei
   *[other] { $count } Dateien
}
attachment-show = Ansehen
attachment-save = Speichern
attachment-save-warning = Eine gespeicherte Datei bleibt auf diesem Gerät, außerhalb des Schutzes dieser Seite, und wer das Gerät benutzt, kann sie öffnen. Öffnen Sie nur Dateien von Absendern, die Sie kennen.
attachment-save-anyway = Trotzdem speichern
kind-zip = ZIP-Archiv
kind-text = Text
kind-web-page = Webseite
kind-csv = Tabelle (CSV)
kind-calendar = Kalendereintrag
kind-mail = E-Mail
kind-file = Datei
kind-image = Bild
kind-sound = Audio
kind-video = Video
kind-document = Textdokument
kind-table = Tabelle
kind-slides = Präsentation
size-bytes = { $bytes ->
    [one] 1 Byte
   *[other] { $bytes } Byte
}
size-kilobytes = { $amount } kB
size-megabytes = { $amount } MB
# The sign between whole and tenths in "1.4 MB".
decimal-sign = ,

## The list

inbox-heading = Ihre Nachrichten
inbox-newest = Zurück zu den neuesten Nachrichten
inbox-older = Ältere Nachrichten anzeigen
inbox-idle-note = Die Seite schließt sich von selbst, wenn Sie sie eine Weile nicht benutzen.
inbox-empty-heading = Zurzeit keine Nachrichten
inbox-empty = Wenn Ihnen eine Nachricht gesendet wird, erhalten Sie eine SMS mit einem Link. Abgelaufene Nachrichten werden gelöscht.
inbox-new = Neu
# In a list: people look for the organisation.
from-whom = { $organisation }, { $person }

## Points in time

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
# $day and $year are in digits, $month is one of the above.
date = { $day }. { $month } { $year }
# $time is like 16:12, in UTC.
date-time = { $date }, { $time } Uhr UTC

## Pages with one thing to say

calm-unknown-title = Unter diesem Link gibt es keine Nachricht
calm-unknown = Vielleicht fehlt ein Teil des Links. Gehen Sie zurück zu der SMS, die Sie erhalten haben, und tippen Sie dort auf den Link, oder kopieren Sie ihn vollständig.
calm-expired-title = Diese Nachricht ist abgelaufen
calm-expired = Der Absender hat einen Tag festgelegt, nach dem sie gelöscht wird, und dieser Tag ist vorbei. Wenn Sie sie noch brauchen, bitten Sie den Absender, sie noch einmal zu senden.
calm-recalled-title = Der Absender hat diese Nachricht zurückgenommen
calm-recalled = Sie wurde gelöscht, und Sie müssen nichts tun. Wenn Sie sie erwartet haben, fragen Sie bitte beim Absender nach.
calm-not-yet-title = Diese Nachricht ist noch nicht bereit
calm-not-yet = Der Absender hat einen späteren Zeitpunkt gewählt. Bewahren Sie die SMS auf und tippen Sie dann noch einmal auf den Link.
calm-signed-out-title = Sie sind abgemeldet
calm-signed-out = Auf diesem Gerät ist nichts zurückgeblieben. Sie können diese Seite schließen.
calm-signed-off-title = Geschlossen, damit es privat bleibt
calm-signed-off = Sie haben die Seite eine Weile nicht benutzt und wurden deshalb abgemeldet. Auf diesem Gerät ist nichts zurückgeblieben.
calm-unavailable-title = Das geht im Moment leider nicht
calm-unavailable = Ihre Nachricht ist sicher. Bei uns funktioniert etwas nicht, an Ihrem Telefon liegt es nicht. Bitte versuchen Sie es in einigen Minuten noch einmal.
calm-just-downloaded-title = Sie haben Ihre Daten gerade heruntergeladen
calm-just-downloaded = Ihr Browser legt die Datei bei den Downloads ab. Wenn sie dort nicht ist, warten Sie eine Minute und versuchen Sie es noch einmal.
calm-not-for-them-title = Danke, dass Sie Bescheid gegeben haben
calm-not-for-them = Sie erhalten von diesem Absender keine SMS mehr, und dort ist bekannt, dass die Nachricht nicht bei der richtigen Person angekommen ist. Sie müssen sonst nichts tun.
sign-in-again = Wieder anmelden
try-again = Noch einmal versuchen

## A message behind a passcode

passcode-label = Ihr Zugangscode
passcode-hint = Sie haben ihn von { $organisation } erfahren oder erhalten ihn dort auf Nachfrage. Groß- und Kleinschreibung und Leerzeichen spielen keine Rolle.
passcode-heading = Diese Nachricht hat einen Zugangscode
passcode-lead = Der Absender hat sie zusätzlich zu Ihrem Passwort mit einem eigenen Zugangscode gesichert.
passcode-sealed-heading = Diese Nachricht ist gesperrt
passcode-sealed = Fünfmal wurde ein falscher Zugangscode eingegeben, deshalb sind keine weiteren Versuche möglich. Ihre Nachricht ist sicher. Bitte rufen Sie { $organisation } unter einer Nummer an, die Sie kennen: Dort erhalten Sie einen neuen Zugangscode, und dann funktioniert der Link in Ihrer SMS wieder.
passcode-have-new = Ich habe einen neuen Zugangscode
passcode-elsewhere-heading = Eine andere Nachricht kommt zuerst
passcode-elsewhere = { $organisation } hat Ihnen noch eine andere Nachricht gesendet, mit einem Zugangscode. Öffnen Sie bitte zuerst jene, dann öffnet sich auch diese.
passcode-elsewhere-go = Zur anderen Nachricht

## A forgotten password, without a recovery code

forgotten-heading-unasked = Passwort vergessen?
forgotten-heading-asked = Ihre Bitte ist angekommen
forgotten-heading-approved = Bald können Sie ein neues Passwort wählen
forgotten-heading-declined = Ihrer Bitte wurde nicht zugestimmt
forgotten-unasked = Niemand kann es nachschlagen. Aber wer Ihnen geschrieben hat, kann Ihnen erlauben, ein neues zu wählen.
forgotten-asked = { $organisation } wird mit Ihnen sprechen, bevor Sie ein neues Passwort wählen können. Sie können auch selbst dort anrufen, unter einer Nummer, die Sie kennen.
forgotten-approved = Ab dem { $date } können Sie hier ein neues Passwort wählen, mit dem Zugangscode, der Ihnen mitgeteilt wurde. Öffnen Sie dann noch einmal denselben Link.
forgotten-declined = { $organisation } hat nicht zugestimmt, dass das Passwort ersetzt wird. Bitte rufen Sie dort an, unter einer Nummer, die Sie kennen.
forgotten-step-1 = { $organisation } erfährt, dass Sie Ihr Passwort vergessen haben, und Ihre Nummer erhält eine SMS dazu.
forgotten-step-2 = Man spricht mit Ihnen, um sicher zu sein, dass Sie es sind, und nennt Ihnen einen Zugangscode.
forgotten-step-3 = Nach einer Wartezeit öffnen Sie noch einmal den Link in Ihrer SMS, geben den Zugangscode ein und wählen ein neues Passwort.
forgotten-earlier = Ihre früheren Nachrichten bleiben verschlossen, solange der Absender sie nicht wieder freigibt.
forgotten-submit = Neues Passwort anfordern
closed-heading = Diese Nachricht bleibt verschlossen
closed-lead = Sie wurde gesendet, bevor Sie ein neues Passwort gewählt haben, und öffnet sich nur mit dem alten. { $organisation } kann sie wieder freigeben: Bitte fragen Sie dort nach.

## The recipient's own page

account-heading = Ihr Zugang
account-changed = Ihr Passwort ist geändert. Überall sonst wurden Sie abgemeldet.
account-sessions = Wo Sie angemeldet sind
session-this = Diese Sitzung, seit dem { $date }
session-used = Zuletzt benutzt am { $date }
session-end-label = Abmelden: { $device }
# $browser and $system are names, such as Firefox and Android.
device = { $browser } unter { $system }
device-unknown = Ein Browser
account-end-all = Überall abmelden
change-heading = Ihr Passwort ändern
change-lead = Ihre Nachrichten bleiben, wie sie sind: Sie öffnen sich dann mit dem neuen Passwort.
change-current = Bisheriges Passwort
change-submit = Passwort ändern
change-busy = Ihr Passwort wird geändert …

## Recovery codes

recovery-heading = Wiederherstellungscode
recovery-what = Ein Wiederherstellungscode öffnet Ihre Nachrichten, wenn Sie Ihr Passwort vergessen haben. Bewahren Sie ihn auf Papier oder an einem sicheren Ort auf, nicht in Ihren SMS.
recovery-since = Sie haben einen, erstellt am { $date }. Ein neuer tritt an seine Stelle.
recovery-none = Sie haben keinen. Wenn Sie Ihr Passwort vergessen, kann niemand Ihre Nachrichten öffnen.
recovery-make = Code erstellen
recovery-make-busy = Wird erstellt …
recovery-kept = Gut verwahrt: zu meinen Nachrichten
recovery-shown-heading = Ihr neuer Wiederherstellungscode
recovery-shown = Er wird nur jetzt angezeigt. Schreiben Sie ihn auf, drucken Sie ihn oder speichern Sie ihn: Er lässt sich einmal verwenden, danach erhalten Sie einen anderen.
recovery-copy = Kopieren
recovery-print = Drucken
recovery-save = Als Datei speichern
recovery-file-name = wiederherstellungscode.txt
recover-heading = Neues Passwort mit Ihrem Code
recover-lead = Mit dem Wiederherstellungscode, den Sie aufbewahrt haben, wählen Sie ein neues Passwort. Ihre Nachrichten bleiben, wie sie sind.
recover-form = Wiederherstellungscode verwenden
recover-code-label = Wiederherstellungscode
recover-code-hint = 24 Buchstaben und Ziffern. Bindestriche und Groß- und Kleinschreibung spielen keine Rolle.
recover-submit = Neues Passwort festlegen
recover-busy = Wird festgelegt …
recover-none-summary = Ich habe keinen Wiederherstellungscode
recover-none = Dann öffnen Sie den Link in einer SMS, die Sie von { $organisation } erhalten haben, und fordern Sie dort ein neues Passwort an.
recovery-offer-heading = Falls Sie Ihr Passwort vergessen
recovery-offer = Niemand kann es für Sie nachschlagen. Mit einem Wiederherstellungscode auf Papier könnten Sie Ihre Nachrichten trotzdem öffnen.

## One's own messages, a locked number, a phone that is shared

account-code-ended = Ein Wiederherstellungscode, den Sie hatten, gilt nicht mehr: Erstellen Sie unten einen neuen.
account-openings = Wann Ihre Nachrichten geöffnet wurden, und eine entfernen
own-language-heading = Sprache
own-language-text = Diese Seiten und die SMS, die Sie bekommen, sind in dieser Sprache.
own-language-label = Ihre Sprache
own-language-save = Speichern
own-language-saved = Gespeichert. SMS kommen ab jetzt in dieser Sprache.
safety-heading = Ihre Sicherheitsnummer
safety-text = Wer Ihnen schreibt, sieht dieselbe Nummer. Wenn Sie sie am Telefon vergleichen und sie gleich ist, können nur Sie öffnen, was man Ihnen sendet.
download-heading = Meine Daten herunterladen
download-text = Eine Datei mit Ihren Nachrichten und deren Dateien, soweit sie sich jetzt öffnen, und mit dem, was über Ihren Zugang bekannt ist. Sie ist nicht gesperrt: Wer sie auf Ihrem Gerät findet, kann sie lesen.
download-button = Herunterladen
openings-heading = Wann Ihre Nachrichten geöffnet wurden
openings-advice = Wenn eine geöffnet wurde und Sie es nicht waren, melden Sie sich überall ab und ändern Sie Ihr Passwort.
openings-empty = Im Moment gibt es keine Nachrichten.
openings-never = Noch nicht geöffnet
openings-sent = Gesendet am { $date }
openings-first = Zuerst geöffnet am { $date }
openings-last = Zuletzt geöffnet am { $date }
openings-remove = Entfernen
remove-heading = Diese Nachricht aus Ihrer Liste entfernen?
remove-lead = Sie können sie dann nicht mehr öffnen, und niemand kann sie zurückholen. Wer sie gesendet hat, sieht, dass Sie sie entfernt haben, und behält die eigene Kopie.
remove-submit = Endgültig entfernen
remove-keep = Behalten
calm-removed-title = Sie haben diese Nachricht entfernt
calm-removed = Sie ist endgültig gelöscht. Wenn Sie sie noch brauchen, bitten Sie darum, sie noch einmal zu senden.
number-locked-heading = Ihre Nachrichten sind gesperrt
number-locked = Zu Ihrem Schutz hat { $organisation } die Nachrichten an diese Nummer gesperrt. Bitte rufen Sie dort unter einer Nummer an, die Sie kennen: Man kann Ihnen einen Zugangscode geben, und dann funktioniert der Link in Ihrer SMS wieder.
number-locked-button = Ich habe einen Zugangscode
shared-label = Dieses Telefon wird auch von anderen benutzt
shared-hint = Dann schließt sich die Seite früher, wenn Sie sie nicht benutzen, und hat eine Taste, die sie sofort verbirgt.
hide-button = Seite verbergen
hidden-heading = Hier ist nichts
hidden-text = Diese Seite ist leer. Sie können sie schließen.
forgotten-until = Das ist bis { $date } möglich.

## The plain way

no-start = Diese Seite konnte in Ihrem Browser nicht starten. iPhones im Blockierungsmodus lassen es nicht zu, manche alten Browser auch nicht; oder die Verbindung ist abgebrochen. Bitte laden Sie die Seite neu oder öffnen Sie sie in einem anderen Browser.
plain-offer = Es gibt auch ein einfaches Formular. Damit geht Ihr Passwort über den Server von { $organisation }, der es einen Moment lang benutzt und nicht aufbewahrt. Wo die übliche Seite funktioniert, ist sie der bessere Weg.
plain-go = Das einfache Formular benutzen
plain-none = { $organisation } erlaubt keinen anderen Weg, weil Ihr Passwort dann über einen Server ginge. Bitte benutzen Sie einen anderen Browser oder ein anderes Gerät, oder rufen Sie { $organisation } unter einer Nummer an, die Sie kennen.
plain-warning = Auf dieser Seite geht Ihr Passwort über den Server von { $organisation }. Es wird einen Moment lang benutzt und nicht aufbewahrt. Auf der üblichen Seite bleibt es auf Ihrem Gerät.
plain-back = Die übliche Seite benutzen
plain-forbidden-title = Dieser Weg ist gesperrt
plain-forbidden = { $organisation } lässt keine Passwörter über einen Server gehen. Bitte öffnen Sie Ihre Nachricht auf der üblichen Seite, in einem Browser mit JavaScript oder auf einem anderen Gerät. Wenn nichts hilft, rufen Sie { $organisation } unter einer Nummer an, die Sie kennen.
plain-empty = Bitte füllen Sie dieses Feld aus.
plain-password-long = Dieses Passwort ist zu lang.
plain-busy = Gerade melden sich viele Menschen an. Bitte warten Sie einige Sekunden und senden Sie das Formular noch einmal.
message-read-submit = Dem Absender sagen, dass ich sie gelesen habe
## Passkeys, which people know by what they do

passkey-heading = Face ID, Fingerabdruck oder Displaysperre
passkey-what = Melden Sie sich an, ohne zu tippen: mit dem, was Ihr Gerät entsperrt. Ihr Passwort bleibt, wie es ist, und hilft, wenn das Gerät verloren geht.
passkey-unlock = Mit Face ID, Fingerabdruck oder Displaysperre öffnen
passkey-added = Hinzugefügt: { $date }.
passkey-used = Zuletzt benutzt: { $date }.
passkey-remove = Entfernen
passkey-remove-label = { $name } entfernen
passkey-name-label = Ein Name für dieses Gerät
passkey-name-hint = Zum Beispiel: mein Handy. Sie können das Feld leer lassen.
passkey-password-label = Ihr Passwort, damit sicher ist, dass Sie es sind
passkey-checking = Wird geprüft …
passkey-busy = Ihr Passwort wird geprüft. Das dauert einige Sekunden.
passkey-wrong = Das ist nicht Ihr Passwort.
passkey-submit = Dieses Gerät hinzufügen
passkey-unsupported = Ihr Browser kann das nicht. Ihr Passwort gilt weiter wie bisher.
passkey-confirm = Ihr Passwort stimmt. Als Nächstes fragt Ihr Gerät nach Ihrem Gesicht, Ihrem Finger oder seiner Displaysperre, vielleicht zweimal.
passkey-go-on = Weiter
passkey-unlock-cancelled = Es wurde nichts geöffnet. Versuchen Sie es noch einmal, oder geben Sie Ihr Passwort ein.
passkey-unlock-no-key = Dieses Gerät oder dieser Browser kann damit nichts öffnen. Bitte geben Sie Ihr Passwort ein.
passkey-unlock-refused = Dieses Gerät ist hier nicht bekannt, oder nicht für diese Nachricht. Bitte geben Sie Ihr Passwort ein.
passkey-add-cancelled = Es wurde nichts hinzugefügt. Versuchen Sie es noch einmal, wann Sie möchten.
passkey-add-there = Dieses Gerät steht schon in Ihrer Liste.
passkey-add-no-key = Dieses Gerät oder dieser Browser kann sich so anmelden, aber Ihren Schlüssel nicht sicher verwahren (PRF fehlt). Es wurde nichts hinzugefügt; Ihr Passwort gilt weiter wie bisher.
passkey-add-refused = Das hat nicht geklappt. Laden Sie die Seite neu.
passkey-offer-heading = Die nächste Nachricht öffnen, ohne zu tippen
passkey-offer = Ihr Gerät kann Ihre Nachrichten mit Face ID, Fingerabdruck oder Displaysperre öffnen, anstelle Ihres Passworts.
passkey-offer-link = Einrichten
passkey-done-added = Fertig: Von nun an können Sie sich auf diesem Gerät anmelden, ohne zu tippen.
passkey-done-removed = Es ist entfernt und öffnet hier nichts mehr.
