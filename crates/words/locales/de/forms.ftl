# What the browser says in recipients' forms. A phone downloads these with the page, in its language only.

busy-claim = Ihre Nachrichten werden mit Ihrem Passwort gesichert. Das dauert einige Sekunden.
busy-open = Ihre Nachricht wird geöffnet. Das dauert einige Sekunden.
busy-sign-in = Sie werden angemeldet. Das dauert einige Sekunden.
busy-change = Ihr Passwort wird geändert. Das dauert einige Sekunden.
busy-recovery = Ihr Wiederherstellungscode wird erstellt. Das dauert einige Sekunden.
busy-recover = Ihr neues Passwort wird festgelegt. Das dauert einige Sekunden.

wrong-password = Das ist nicht das Passwort. Achten Sie auf Groß- und Kleinschreibung und versuchen Sie es noch einmal.
wrong-sign-in = Nummer und Passwort gehören nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.
wrong-own-password = Das ist nicht Ihr Passwort.
wrong-recovery-code = Dieser Code öffnet hier nichts, oder er wurde schon verwendet.
wrong-passcode = { $left ->
    [one] Das ist nicht der Zugangscode. Sie haben noch einen Versuch.
   *[other] Das ist nicht der Zugangscode. Sie haben noch { $left } Versuche.
}

passcode-short = Ein Zugangscode hat mindestens { $least } Buchstaben oder Ziffern.
passcode-long = Ein Zugangscode hat höchstens { $most } Buchstaben und Ziffern.
code-invalid = Das ist kein Wiederherstellungscode: Ein solcher hat 24 Buchstaben und Ziffern. Prüfen Sie ihn und versuchen Sie es noch einmal.

password-too-short = Bitte machen Sie es etwas länger: mindestens { $least } Zeichen.
password-common = Viele Menschen benutzen dieses Passwort, darum wird es beim Raten als eines der ersten versucht. Bitte wählen Sie ein anderes.
strength-common = Eines der ersten, die beim Raten versucht werden. Wählen Sie ein anderes.
strength-weak = Eher leicht zu erraten. Fügen Sie ein oder zwei Wörter hinzu.
strength-fair = Gut. Mit einem weiteren Wort wäre es stark.
strength-strong = Stark.
strength-missing = { $characters ->
    [one] Noch 1 Zeichen.
   *[other] Noch { $characters } Zeichen.
}

wait-seconds = Neuer Versuch in { $seconds } s
wait-minutes = Neuer Versuch in { $minutes } min
wait-over = Sie können es jetzt noch einmal versuchen.

copied = Kopiert. Fügen Sie den Code dort ein, wo Sie ihn aufbewahren, und kopieren Sie danach etwas anderes.
not-copied = Ihr Browser lässt das Kopieren nicht zu. Bitte schreiben Sie den Code auf.
recovery-file = Wiederherstellungscode für private Nachrichten: { $code }

phone-invalid = Diese Telefonnummer können wir nicht verwenden. Geben Sie sie mit der Vorwahl ein, bei ausländischen Nummern mit + und der Landesvorwahl.
out-of-date = Diese Seite ist nicht mehr aktuell. Laden Sie sie neu.
slow-down = Das Passwort war mehrmals hintereinander falsch. Bitte warten Sie einen Moment bis zum nächsten Versuch.
signed-out = Sie wurden abgemeldet. Melden Sie sich wieder an, um fortzufahren.
not-found = Das ist nicht mehr hier. Laden Sie die Seite neu.
already-claimed = Für diese Nachrichten wurde schon ein Passwort gewählt. Laden Sie die Seite neu und geben Sie es ein.
passcode-sealed = Es wurde zu oft ein falscher Zugangscode eingegeben. Bitten Sie den Absender um einen neuen und laden Sie dann die Seite neu.
passcode-needed = Diese Nachricht öffnet sich jetzt mit einem Zugangscode. Laden Sie die Seite neu.
unavailable = Der Server kann im Moment nichts speichern. Bitte versuchen Sie es in einer Minute noch einmal.
no-answer = Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
unexpected = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es in einer Minute noch einmal.
