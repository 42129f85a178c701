# What the browser says in recipients' forms. A phone downloads these with the page, in its language only.

busy-claim = Protegendo suas mensagens com a sua senha. Isso leva alguns segundos.
busy-open = Abrindo sua mensagem. Isso leva alguns segundos.
busy-sign-in = Entrando. Isso leva alguns segundos.
busy-change = Alterando sua senha. Isso leva alguns segundos.
busy-recovery = Criando seu código de recuperação. Isso leva alguns segundos.
busy-recover = Salvando sua nova senha. Isso leva alguns segundos.

wrong-password = Essa não é a senha. Verifique as letras maiúsculas e tente de novo.
wrong-sign-in = O número e a senha não combinam. Verifique os dois e tente de novo.
wrong-own-password = Essa não é a sua senha.
wrong-recovery-code = Este código de recuperação não abre nada aqui, ou já foi usado antes.
wrong-passcode = { $left ->
    [one] Esse não é o código de acesso. Resta { $left } tentativa.
   *[other] Esse não é o código de acesso. Restam { $left } tentativas.
}

passcode-short = Um código de acesso tem pelo menos { $least } letras ou números.
passcode-long = Um código de acesso tem no máximo { $most } letras e números.
code-invalid = Isto não é um código de recuperação: ele deve ter 24 letras e números. Verifique e tente de novo.

password-too-short = Deixe-a um pouco mais longa, por favor: pelo menos { $least } caracteres.
password-common = Muitas pessoas usam esta senha; por isso, ela é uma das primeiras que alguém tentaria. Escolha outra, por favor.
strength-common = Uma das primeiras que qualquer um tentaria. Escolha outra.
strength-weak = Bastante fácil de adivinhar. Acrescente uma ou duas palavras.
strength-fair = Boa. Mais uma palavra a deixaria forte.
strength-strong = Forte.
strength-missing = { $characters ->
    [one] Falta { $characters } caractere.
   *[other] Faltam { $characters } caracteres.
}

wait-seconds = Tente de novo em { $seconds } s
wait-minutes = Tente de novo em { $minutes } min
wait-over = Você já pode tentar de novo.

copied = Copiado. Cole onde for guardar e depois copie outra coisa.
not-copied = Seu navegador não nos deixa copiar. Anote, por favor.
recovery-file = Código de recuperação para mensagens privadas: { $code }

phone-invalid = Não podemos usar este número de telefone. Digite-o com o código de área ou, se for do exterior, com + e o código do país.
out-of-date = Esta página está desatualizada. Carregue-a de novo.
slow-down = Houve várias senhas erradas seguidas. Espere um momento antes da próxima tentativa.
signed-out = Sua sessão foi encerrada. Entre de novo para continuar.
not-found = Isto não está mais aqui. Carregue a página de novo.
already-claimed = Já foi escolhida uma senha para estas mensagens. Carregue a página de novo e digite-a.
passcode-sealed = Houve códigos de acesso errados demais. Peça um novo a quem escreveu para você e carregue a página de novo.
passcode-needed = Agora esta mensagem abre com um código de acesso. Carregue a página de novo.
unavailable = O servidor não consegue salvar nada no momento. Tente de novo em um minuto.
no-answer = O servidor não responde. Verifique sua conexão e tente de novo.
unexpected = Algo deu errado do nosso lado. Tente de novo em um minuto.
