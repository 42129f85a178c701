# What recipients read on Narwhal's pages.
#
# One message to a line. $organisation is the clinic, bank or office that sent something, as recipients know it.
# The tone: plain words, short sentences, polite; what happened, and what to do. Recipients may be ill, old, in a
# hurry, or afraid of fraud.

## Titles of windows. They stay in the browser's history, so they name nobody.

title-message = Un message privé
title-messages = Messages privés

## Around every page

skip-to-content = Aller au contenu
your-access = Votre accès
sign-out = Déconnexion
footer = Messages privés avec Narwhal. Rien n’est conservé sur cet appareil.
language-label = Langue
phrase-label = Votre phrase :
# Stands for an empty subject.
no-subject = Message
# Stands for the subject of a message that waits behind a passcode.
subject-locked = Message avec code d’accès
# The same for one that only an earlier password opened.
subject-closed = Message fermé
idle-warning = Toujours là ? Cette page se fermera dans une minute, pour que personne d’autre ne puisse la lire.
idle-stay = Laisser ouverte

## Parts of forms

kept-under-label = Nom pour votre gestionnaire de mots de passe
password-label = Votre mot de passe
password-new-label = Nouveau mot de passe
password-choose-label = Choisissez un mot de passe
# The button that shows what is typed as a password.
password-show = Afficher
password-show-rest = le mot de passe
password-hint-long = Au moins { $least } caractères. Quatre mots sans aucun rapport entre eux sont faciles à retenir et difficiles à deviner.
password-hint = Au moins { $least } caractères, par exemple quatre mots.
phone-label = Numéro de téléphone
phone-hint = Par exemple (211) 436-7789, ou +44 7700 900123 pour un numéro étranger.
no-script = JavaScript est désactivé dans votre navigateur. Avec JavaScript, votre mot de passe ne quitte pas cet appareil : activez-le, puis rechargez la page.

## The first visit

claim-heading = { $organisation } vous a envoyé un message privé
claim-lead = Trop confidentiel pour un SMS, il vous attend ici. Choisissez un mot de passe : dès lors, vos messages ne s’ouvriront qu’avec lui.
claim-lead-passcode = Trop confidentiel pour un SMS, il vous attend ici. Saisissez le code d’accès qui vous a été donné et choisissez un mot de passe : dès lors, vos messages ne s’ouvriront qu’avec ce mot de passe.
claim-lead-replaces = Saisissez le code d’accès qui vous a été donné et choisissez un nouveau mot de passe. Ce que vous avez reçu auparavant reste fermé, sauf si l’expéditeur vous y redonne accès.
claim-form = Choisissez votre mot de passe
claim-submit = Ouvrir mon message
claim-busy = Protection par mot de passe…
unexpected-summary = Je n’attendais pas ce message
claim-unexpected = Alors prenez votre temps. Rien ne s’ouvre tant que vous n’avez pas choisi de mot de passe, et cette page ne demande rien d’autre : ni coordonnées bancaires, ni codes de vérification, ni téléchargement. En cas de doute, appelez { $organisation } à un numéro que vous connaissez déjà.
claim-forget-summary = Et si j’oublie mon mot de passe ?
claim-forget = Personne ne peut le retrouver pour vous, pas même { $organisation }. Conservez-le donc dans votre gestionnaire de mots de passe, ou sur papier en lieu sûr.

## Later visits

unlock-lead = Saisissez le mot de passe que vous avez choisi la première fois.
unlock-form = Ouvrez votre message
unlock-submit = Ouvrir mon message
unlock-busy = Ouverture de votre message…
unlock-unexpected = Si vous ne savez pas qui vous a écrit, rien ne vous oblige à ouvrir quoi que ce soit.
forgot-summary = J’ai oublié mon mot de passe
have-recovery-code = J’ai un code de récupération
have-none-ask = Je n’en ai pas : demander un nouveau mot de passe

## The way in without a link

inbox-sign-in-heading = Vos messages privés
inbox-sign-in-lead = Connectez-vous avec votre numéro de téléphone et le mot de passe que vous avez choisi.
inbox-sign-in-form = Connexion
inbox-sign-in-submit = Se connecter
inbox-sign-in-busy = Connexion…
no-password-summary = Je n’ai pas encore de mot de passe
no-password = Vous en choisirez un en ouvrant votre premier message. Appuyez sur le lien dans le SMS que { $organisation } vous a envoyé.

## "This is not for me"

not-for-me-link = Ce message n’est pas pour moi
not-for-me-heading = Ce message n’est pas pour vous ?
not-for-me-lead = Alors { $organisation } n’a pas le bon numéro. Signalez-le d’un seul geste : plus rien ne sera envoyé à ce téléphone, et vous n’aurez rien d’autre à faire.
not-for-me-submit = Ce n’est pas pour moi
back-to-message = Retour au message

## An open message

message-until = Ce message peut être lu jusqu’au { $date }. Ensuite, il est effacé.
idle-note = { $minutes ->
    [0] La page se ferme d’elle-même en moins d’une minute si vous ne l’utilisez pas.
    [one] La page se ferme d’elle-même si vous ne l’utilisez pas pendant une minute.
   *[other] La page se ferme d’elle-même si vous ne l’utilisez pas pendant { $minutes } minutes.
}
# Over a letter: the person signs it.
signed-by = { $person }, { $organisation }
other-messages = Vos autres messages
all-messages = Tous vos messages
archive-kept = { $organisation } conserve une clé d’archive (accès d’urgence), qui lui permet d’ouvrir aussi ce message.
archive-opened = Ouvert par { $organisation } par accès d’urgence le { $date }.

## Its files

attachments-title = { $count ->
    [one] { $count } fichier
   *[other] { $count } fichiers
}
attachment-show = Afficher
attachment-save = Enregistrer
attachment-save-warning = Un fichier enregistré reste sur cet appareil, hors de la protection de cette page, et toute personne qui utilise l’appareil peut l’ouvrir. N’ouvrez que les fichiers d’expéditeurs que vous connaissez.
attachment-save-anyway = Enregistrer quand même
kind-zip = Archive ZIP
kind-text = Texte
kind-web-page = Page web
kind-csv = Tableau (CSV)
kind-calendar = Événement de calendrier
kind-mail = E-mail
kind-file = Fichier
kind-image = Image
kind-sound = Son
kind-video = Vidéo
kind-document = Document texte
kind-table = Feuille de calcul
kind-slides = Présentation
size-bytes = { $bytes ->
    [one] { $bytes } octet
   *[other] { $bytes } octets
}
size-kilobytes = { $amount } ko
size-megabytes = { $amount } Mo
# The sign between whole and tenths in "1.4 MB".
decimal-sign = ,

## The list

inbox-heading = Vos messages
inbox-newest = Retour aux messages les plus récents
inbox-older = Messages plus anciens
inbox-idle-note = La page se ferme d’elle-même si vous ne l’utilisez pas pendant un moment.
inbox-empty-heading = Aucun message pour le moment
inbox-empty = Quand un message vous est envoyé, vous recevez un SMS avec un lien. Les messages expirés sont effacés.
inbox-new = Nouveau
# In a list: people look for the organisation.
from-whom = { $organisation }, { $person }

## Points in time

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
# $day and $year are in digits, $month is one of the above.
date = { $day } { $month } { $year }
# $time is like 16:12, in UTC.
date-time = { $date } à { $time } UTC

## Pages with one thing to say

calm-unknown-title = Il n’y a aucun message à ce lien
calm-unknown = Il manque peut-être une partie du lien. Revenez au SMS que vous avez reçu et appuyez sur le lien, ou copiez-le en entier.
calm-expired-title = Ce message a expiré
calm-expired = L’expéditeur avait fixé une date après laquelle ce message est effacé, et cette date est passée. Si vous en avez encore besoin, demandez-lui de le renvoyer.
calm-recalled-title = L’expéditeur a retiré ce message
calm-recalled = Le message a été effacé et vous n’avez rien à faire. Si vous l’attendiez, renseignez-vous auprès de l’expéditeur.
calm-not-yet-title = Ce message n’est pas encore disponible
calm-not-yet = L’expéditeur a choisi un moment ultérieur. Gardez le SMS que vous avez reçu et, le moment venu, appuyez de nouveau sur son lien.
calm-signed-out-title = Votre session est fermée
calm-signed-out = Il ne reste rien sur cet appareil. Vous pouvez fermer cette page.
calm-signed-off-title = Page fermée pour protéger vos messages
calm-signed-off = Vous n’aviez pas utilisé la page depuis un moment : votre session a donc été fermée. Il ne reste rien sur cet appareil.
calm-unavailable-title = Affichage impossible pour le moment
calm-unavailable = Votre message est en sécurité. Quelque chose ne fonctionne pas de notre côté, ce n’est pas votre téléphone. Veuillez réessayer dans quelques minutes.
calm-just-downloaded-title = Vous venez de télécharger vos données
calm-just-downloaded = Votre navigateur garde le fichier parmi les téléchargements. S’il n’y est pas, attendez une minute et réessayez.
calm-not-for-them-title = Merci de nous avoir prévenus
calm-not-for-them = Vous ne recevrez plus de SMS de cet expéditeur, et il sait que le message n’est pas arrivé à la bonne personne. Vous n’avez rien d’autre à faire.
sign-in-again = Se reconnecter
try-again = Réessayer

## A message behind a passcode

passcode-label = Votre code d’accès
passcode-hint = { $organisation } vous l’a donné, ou vous le donnera si vous le demandez. Les majuscules et les espaces ne comptent pas.
passcode-heading = Ce message a un code d’accès
passcode-lead = L’expéditeur l’a aussi protégé par un code d’accès. Votre mot de passe seul ne suffit pas à l’ouvrir.
passcode-sealed-heading = Ce message est bloqué
passcode-sealed = Cinq codes d’accès incorrects ont été saisis : plus personne ne peut donc essayer. Votre message est en sécurité. Appelez { $organisation } à un numéro que vous connaissez pour obtenir un nouveau code d’accès. Le lien de votre SMS fonctionnera alors de nouveau.
passcode-have-new = J’ai un nouveau code d’accès
passcode-elsewhere-heading = Un autre message passe en premier
passcode-elsewhere = { $organisation } vous a envoyé un autre message, avec un code d’accès. Ouvrez-le d’abord ; ce message-ci s’ouvrira ensuite.
passcode-elsewhere-go = Aller à ce message

## A forgotten password, without a recovery code

forgotten-heading-unasked = Mot de passe oublié ?
forgotten-heading-asked = Votre demande est envoyée
forgotten-heading-approved = Bientôt un nouveau mot de passe
forgotten-heading-declined = Votre demande n’a pas été acceptée
forgotten-unasked = Personne ne peut le retrouver. Mais la personne qui vous a écrit peut vous permettre d’en choisir un autre.
forgotten-asked = { $organisation } vous parlera avant que vous puissiez choisir un nouveau mot de passe. Vous pouvez aussi appeler vous-même, à un numéro que vous connaissez.
forgotten-approved = Vous pourrez choisir ici un nouveau mot de passe, avec le code d’accès qui vous a été donné, à partir du { $date }. Revenez à ce moment-là par le même lien.
forgotten-declined = { $organisation } n’a pas permis le remplacement du mot de passe. Veuillez appeler, à un numéro que vous connaissez.
forgotten-step-1 = Nous signalons à { $organisation } que vous avez oublié votre mot de passe, et votre numéro reçoit un SMS à ce sujet.
forgotten-step-2 = On vérifie avec vous, de vive voix, que c’est bien vous, puis on vous donne un code d’accès.
forgotten-step-3 = Après un délai d’attente, vous rouvrez le lien de votre SMS, saisissez le code d’accès et choisissez un nouveau mot de passe.
forgotten-earlier = Vos messages antérieurs restent fermés, sauf si l’expéditeur vous y redonne accès.
forgotten-submit = Demander un mot de passe
closed-heading = Ce message reste fermé
closed-lead = Il a été envoyé avant que vous choisissiez un nouveau mot de passe et ne s’ouvre qu’avec l’ancien. { $organisation } peut vous y redonner accès : il suffit de le demander.

## The recipient's own page

account-heading = Votre accès
account-changed = Votre mot de passe a été changé. Toutes vos autres sessions ont été fermées.
account-sessions = Vos sessions ouvertes
session-this = Cette session, depuis le { $date }
session-used = Dernière utilisation : { $date }
session-end-label = Déconnexion : { $device }
# $browser and $system are names, such as Firefox and Android.
device = { $browser } sur { $system }
device-unknown = Un navigateur
account-end-all = Fermer toutes les sessions
change-heading = Changez votre mot de passe
change-lead = Vos messages restent tels quels : ils s’ouvrent avec le nouveau mot de passe.
change-current = Mot de passe actuel
change-submit = Changer le mot de passe
change-busy = Changement du mot de passe…

## Recovery codes

recovery-heading = Code de récupération
recovery-what = Un code de récupération ouvre vos messages si vous avez oublié votre mot de passe. Gardez-le sur papier ou en lieu sûr, pas dans vos SMS.
recovery-since = Vous en avez un, créé le { $date }. Un nouveau code le remplace.
recovery-none = Vous n’en avez pas. Si vous oubliez votre mot de passe, personne ne pourra ouvrir vos messages.
recovery-make = Créer un code de récupération
recovery-make-busy = Création du code…
recovery-kept = Code noté : voir mes messages
recovery-shown-heading = Votre nouveau code de récupération
recovery-shown = Il n’est affiché que maintenant. Notez-le, imprimez-le ou enregistrez-le : il sert une seule fois, puis vous en recevez un autre.
recovery-copy = Copier
recovery-print = Imprimer
recovery-save = Enregistrer le fichier
recovery-file-name = code-de-recuperation.txt
recover-heading = Utilisez votre code de récupération
recover-lead = Avec le code que vous avez conservé, vous choisissez un nouveau mot de passe. Vos messages restent tels quels.
recover-form = Utilisez votre code de récupération
recover-code-label = Code de récupération
recover-code-hint = 24 lettres et chiffres. Les tirets et les majuscules ne comptent pas.
recover-submit = Valider le mot de passe
recover-busy = Validation…
recover-none-summary = Je n’ai pas de code de récupération
recover-none = Alors ouvrez le lien d’un SMS que { $organisation } vous a envoyé, et demandez-y un nouveau mot de passe.
recovery-offer-heading = Si vous oubliez votre mot de passe
recovery-offer = Personne ne peut le retrouver pour vous. Avec un code de récupération, conservé sur papier, vous pourriez quand même ouvrir vos messages.

## One's own messages, a locked number, a phone that is shared

account-code-ended = Si vous aviez un code de récupération, il ne fonctionne plus : créez-en un autre ci-dessous.
account-openings = Quand vos messages ont été ouverts, et en retirer un
own-language-heading = Langue
own-language-text = Ces pages et les SMS que vous recevez sont dans cette langue.
own-language-label = Votre langue
own-language-save = Enregistrer
own-language-saved = Enregistré. Les SMS vous parviennent désormais dans cette langue.
safety-heading = Votre numéro de sécurité
safety-text = La personne qui vous écrit voit le même numéro. Si vous le comparez de vive voix et qu’il est identique, vous seul pouvez ouvrir ce qu’elle vous envoie.
download-heading = Télécharger mes données
download-text = Un fichier avec vos messages et leurs pièces jointes, dans la mesure où ils s’ouvrent maintenant, et ce que l’on sait de votre accès. Il n’est pas protégé : toute personne qui le trouve sur votre appareil peut le lire.
download-button = Télécharger
openings-heading = Quand vos messages ont été ouverts
openings-advice = Si l’un d’eux a été ouvert sans que ce soit vous, déconnectez-vous partout et changez votre mot de passe.
openings-empty = Il n’y a pas de message pour le moment.
openings-never = Pas encore ouvert
openings-sent = Envoyé le { $date }
openings-first = Ouvert pour la première fois le { $date }
openings-last = Ouvert pour la dernière fois le { $date }
openings-remove = Retirer
remove-heading = Retirer ce message de votre liste ?
remove-lead = Vous ne pourrez plus l’ouvrir, et personne ne pourra le rétablir. L’expéditeur voit que vous l’avez retiré, et garde sa propre copie.
remove-submit = Le retirer définitivement
remove-keep = Le garder
calm-removed-title = Vous avez retiré ce message
calm-removed = Il a disparu définitivement. Si vous en avez encore besoin, demandez à l’expéditeur de l’envoyer à nouveau.
number-locked-heading = Vos messages sont bloqués
number-locked = Pour vous protéger, { $organisation } a bloqué les messages envoyés à ce numéro. Appelez à un numéro que vous connaissez : on peut vous donner un code d’accès, et le lien de votre SMS fonctionnera de nouveau.
number-locked-button = J’ai un code d’accès
shared-label = Ce téléphone est partagé avec d’autres
shared-hint = La page se ferme alors plus tôt quand vous ne l’utilisez pas, et un bouton la cache aussitôt.
hide-button = Cacher cette page
hidden-heading = Rien ici
hidden-text = Cette page est vide. Vous pouvez la fermer.
forgotten-until = C’est possible jusqu’au { $date }.

## The plain way

no-start = Cette page n’a pas pu démarrer dans votre navigateur. Les iPhone en mode Isolement ne le permettent pas, ni certains navigateurs anciens ; ou la connexion a été coupée. Rechargez la page ou ouvrez-la dans un autre navigateur.
plain-offer = Il existe aussi un formulaire simple. Votre mot de passe passe alors par le serveur de { $organisation }, qui l’utilise un instant et ne le conserve pas. Si la page habituelle fonctionne, elle est préférable.
plain-go = Utiliser le formulaire simple
plain-none = { $organisation } n’autorise pas d’autre moyen, car votre mot de passe passerait alors par un serveur. Utilisez un autre navigateur ou un autre appareil, ou appelez { $organisation } à un numéro que vous connaissez.
plain-warning = Sur cette page, votre mot de passe passe par le serveur de { $organisation }. Il est utilisé un instant et n’est pas conservé. Sur la page habituelle, il ne quitte pas votre appareil.
plain-back = Utiliser la page habituelle
plain-forbidden-title = Ce moyen est fermé
plain-forbidden = { $organisation } ne permet pas que les mots de passe passent par un serveur. Ouvrez votre message sur la page habituelle, dans un navigateur avec JavaScript ou sur un autre appareil. Si rien ne fonctionne, appelez { $organisation } à un numéro que vous connaissez.
plain-empty = Veuillez remplir ce champ.
plain-password-long = Ce mot de passe est trop long.
plain-busy = Beaucoup de personnes se connectent en ce moment. Veuillez patienter quelques secondes, puis renvoyez le formulaire.
message-read-submit = Dire à l’expéditeur que je l’ai lu
## Passkeys, which people know by what they do

passkey-heading = Face ID, empreinte ou verrouillage de l’écran
passkey-what = Connectez-vous sans rien saisir : avec ce qui déverrouille votre appareil. Votre mot de passe reste le même, et vous servira si l’appareil est perdu.
passkey-unlock = Ouvrir avec Face ID, empreinte ou verrouillage de l’écran
passkey-added = Ajouté : { $date }.
passkey-used = Dernière utilisation : { $date }.
passkey-remove = Retirer
passkey-remove-label = Retirer { $name }
passkey-name-label = Un nom pour cet appareil
passkey-name-hint = Par exemple : mon téléphone. Vous pouvez laisser ce champ vide.
passkey-password-label = Votre mot de passe, pour être sûrs que c’est vous
passkey-checking = Vérification…
passkey-busy = Vérification de votre mot de passe. Cela prend quelques secondes.
passkey-wrong = Ce n’est pas votre mot de passe.
passkey-submit = Ajouter cet appareil
passkey-unsupported = Votre navigateur ne le permet pas. Votre mot de passe fonctionne comme avant.
passkey-confirm = Votre mot de passe est le bon. Votre appareil va vous demander votre visage, votre doigt ou son verrouillage, peut-être deux fois.
passkey-go-on = Continuer
passkey-unlock-cancelled = Rien n’a été ouvert. Réessayez, ou saisissez votre mot de passe.
passkey-unlock-no-key = Cet appareil ou ce navigateur ne peut rien ouvrir ainsi. Veuillez saisir votre mot de passe.
passkey-unlock-refused = Cet appareil n’est pas connu ici, ou pas pour ce message. Veuillez saisir votre mot de passe.
passkey-add-cancelled = Rien n’a été ajouté. Réessayez quand vous voulez.
passkey-add-there = Cet appareil est déjà dans votre liste.
passkey-add-no-key = Cet appareil ou ce navigateur permet de se connecter ainsi, mais ne peut pas garder votre clé en sûreté (il lui manque PRF). Rien n’a été ajouté ; votre mot de passe fonctionne comme avant.
passkey-add-refused = Cela n’a pas fonctionné. Rechargez la page.
passkey-offer-heading = Ouvrez le prochain sans rien saisir
passkey-offer = Votre appareil peut ouvrir vos messages avec Face ID, empreinte ou verrouillage de l’écran, à la place de votre mot de passe.
passkey-offer-link = Le configurer
passkey-done-added = C’est fait : désormais, vous pouvez vous connecter sur cet appareil sans rien saisir.
passkey-done-removed = C’est retiré. Il n’ouvre plus rien ici.
