# What the browser says in recipients' forms. A phone downloads these with the page, in its language only.

busy-claim = Protection de vos messages par votre mot de passe. Cela prend quelques secondes.
busy-open = Ouverture de votre message. Cela prend quelques secondes.
busy-sign-in = Connexion en cours. Cela prend quelques secondes.
busy-change = Changement de votre mot de passe. Cela prend quelques secondes.
busy-recovery = Création de votre code de récupération. Cela prend quelques secondes.
busy-recover = Enregistrement de votre nouveau mot de passe. Cela prend quelques secondes.

wrong-password = Ce n’est pas le bon mot de passe. Vérifiez les majuscules et réessayez.
wrong-sign-in = Le numéro et le mot de passe ne correspondent pas. Vérifiez les deux et réessayez.
wrong-own-password = Ce n’est pas votre mot de passe.
wrong-recovery-code = Ce code de récupération n’ouvre rien ici, ou il a déjà servi.
wrong-passcode = { $left ->
    [one] Ce n’est pas le bon code d’accès. Il vous reste { $left } essai.
   *[other] Ce n’est pas le bon code d’accès. Il vous reste { $left } essais.
}

passcode-short = Un code d’accès compte au moins { $least } lettres ou chiffres.
passcode-long = Un code d’accès compte au plus { $most } lettres et chiffres.
code-invalid = Ce n’est pas un code de récupération : il doit compter 24 lettres et chiffres. Vérifiez-le et réessayez.

password-too-short = Veuillez l’allonger un peu : au moins { $least } caractères.
password-common = Beaucoup de gens utilisent ce mot de passe : c’est donc l’un des premiers que l’on essaierait. Veuillez en choisir un autre.
strength-common = L’un des premiers que n’importe qui essaierait. Choisissez-en un autre.
strength-weak = Plutôt facile à deviner. Ajoutez un mot ou deux.
strength-fair = Bien. Un mot de plus le rendrait très sûr.
strength-strong = Très sûr.
strength-missing = { $characters ->
    [one] Encore { $characters } caractère.
   *[other] Encore { $characters } caractères.
}

wait-seconds = Réessayez dans { $seconds } s
wait-minutes = Réessayez dans { $minutes } min
wait-over = Vous pouvez réessayer maintenant.

copied = Copié. Collez-le là où vous le conservez, puis copiez autre chose.
not-copied = Votre navigateur ne nous permet pas de copier. Veuillez le noter.
recovery-file = Code de récupération pour les messages privés : { $code }

phone-invalid = Nous ne pouvons pas utiliser ce numéro de téléphone. Saisissez-le avec l’indicatif régional ou, s’il est étranger, avec + et l’indicatif du pays.
out-of-date = Cette page n’est plus à jour. Rechargez-la.
slow-down = Plusieurs mots de passe incorrects ont été saisis à la suite. Veuillez patienter un instant avant le prochain essai.
signed-out = Votre session a été fermée. Reconnectez-vous pour continuer.
not-found = Ce que vous cherchez n’est plus ici. Rechargez la page.
already-claimed = Un mot de passe a déjà été choisi pour ces messages. Rechargez la page et saisissez-le.
passcode-sealed = Trop de codes d’accès incorrects ont été saisis. Demandez-en un nouveau à la personne qui vous a écrit, puis rechargez la page.
passcode-needed = Ce message s’ouvre maintenant avec un code d’accès. Rechargez la page.
unavailable = Le serveur ne peut rien enregistrer pour le moment. Veuillez réessayer dans une minute.
no-answer = Le serveur ne répond pas. Vérifiez votre connexion et réessayez.
unexpected = Une erreur s’est produite de notre côté. Veuillez réessayer dans une minute.
