# What recipients read on Narwhal's pages.
#
# One message to a line. $organisation is the clinic, bank or office that sent something, as recipients know it.
# The tone: plain words, short sentences, polite; what happened, and what to do. Recipients may be ill, old, in a
# hurry, or afraid of fraud.

## Titles of windows. They stay in the browser's history, so they name nobody.

title-message = Uma mensagem privada
title-messages = Mensagens privadas

## Around every page

skip-to-content = Ir para o conteúdo
your-access = Seu acesso
sign-out = Sair
footer = Mensagens privadas com Narwhal. Nada fica guardado neste aparelho.
language-label = Idioma
phrase-label = Sua frase:
# Stands for an empty subject.
no-subject = Mensagem
# Stands for the subject of a message that waits behind a passcode.
subject-locked = Mensagem com código de acesso
# The same for one that only an earlier password opened.
subject-closed = Mensagem fechada
idle-warning = Ainda está aí? Esta página será fechada em um minuto, para que ninguém mais possa lê-la.
idle-stay = Manter aberta

## Parts of forms

kept-under-label = Nome para o seu gerenciador de senhas
password-label = Sua senha
password-new-label = Nova senha
password-choose-label = Escolha uma senha
# The button that shows what is typed as a password.
password-show = Mostrar
password-show-rest = a senha
password-hint-long = Pelo menos { $least } caracteres. Quatro palavras que não tenham nada a ver umas com as outras são fáceis de lembrar e difíceis de adivinhar.
password-hint = Pelo menos { $least } caracteres, por exemplo quatro palavras.
phone-label = Número de telefone
phone-hint = Por exemplo, (211) 436-7789, ou +44 7700 900123 se for do exterior.
no-script = O JavaScript está desativado no seu navegador. Com ele, a sua senha não sai deste aparelho: ative-o e carregue a página de novo.

## The first visit

claim-heading = { $organisation } enviou uma mensagem privada para você
claim-lead = Ela é privada demais para um SMS; por isso, espera por você aqui. Escolha uma senha: a partir de agora, suas mensagens só serão abertas com ela.
claim-lead-passcode = Ela é privada demais para um SMS; por isso, espera por você aqui. Digite o código de acesso que informaram a você e escolha uma senha: a partir de agora, suas mensagens só serão abertas com essa senha.
claim-lead-replaces = Digite o código de acesso que informaram a você e escolha uma nova senha. O que você recebeu antes continua fechado, a menos que o remetente libere de novo.
claim-form = Escolha sua senha
claim-submit = Abrir minha mensagem
claim-busy = Protegendo com a sua senha…
unexpected-summary = Eu não esperava esta mensagem
claim-unexpected = Então não tenha pressa. Nada é aberto até você escolher uma senha, e esta página não pede mais nada: nem dados bancários, nem códigos de verificação, nem downloads. Em caso de dúvida, ligue para { $organisation } usando um número que você já conhece.
claim-forget-summary = E se eu esquecer minha senha?
claim-forget = Ninguém pode consultá-la para você, nem mesmo { $organisation }. Por isso, guarde-a no seu gerenciador de senhas, ou em papel, em um lugar seguro.

## Later visits

unlock-lead = Digite a senha que você escolheu na primeira vez.
unlock-form = Abra sua mensagem
unlock-submit = Abrir minha mensagem
unlock-busy = Abrindo sua mensagem…
unlock-unexpected = Se você não sabe quem lhe escreveu, não precisa abrir nada.
forgot-summary = Esqueci minha senha
have-recovery-code = Tenho um código de recuperação
have-none-ask = Não tenho: pedir uma nova senha

## The way in without a link

inbox-sign-in-heading = Suas mensagens privadas
inbox-sign-in-lead = Entre com o seu número de telefone e a senha que você escolheu.
inbox-sign-in-form = Entrar
inbox-sign-in-submit = Entrar
inbox-sign-in-busy = Entrando…
no-password-summary = Ainda não tenho senha
no-password = Você escolhe uma ao abrir a sua primeira mensagem. Toque no link do SMS que { $organisation } enviou para você.

## "This is not for me"

not-for-me-link = Esta mensagem não é para mim
not-for-me-heading = Esta mensagem não é para você?
not-for-me-lead = Então { $organisation } está com o número errado. Avise com um só toque: nada mais será enviado para este telefone, e você não precisa fazer mais nada.
not-for-me-submit = Não é para mim
back-to-message = Voltar à mensagem

## An open message

message-until = Esta mensagem pode ser lida até { $date }. Depois disso, ela é apagada.
idle-note = { $minutes ->
    [0] A página se fecha sozinha em menos de um minuto se você não a usar.
    [one] A página se fecha sozinha se você não a usar por um minuto.
   *[other] A página se fecha sozinha se você não a usar por { $minutes } minutos.
}
# Over a letter: the person signs it.
signed-by = { $person }, { $organisation }
other-messages = Suas outras mensagens
all-messages = Todas as suas mensagens
archive-kept = { $organisation } guarda uma chave de arquivo (acesso de emergência), com a qual também pode abrir esta mensagem.
archive-opened = Aberta por { $organisation } pelo acesso de emergência em { $date }.

## Its files

attachments-title = { $count ->
    [one] { $count } arquivo
   *[other] { $count } arquivos
}
attachment-show = Ver
attachment-save = Salvar
attachment-save-warning = Um arquivo salvo fica neste aparelho, fora da proteção desta página, e quem usar o aparelho poderá abri-lo. Abra somente arquivos de remetentes que você conhece.
attachment-save-anyway = Salvar mesmo assim
kind-zip = Arquivo ZIP
kind-text = Texto
kind-web-page = Página da web
kind-csv = Tabela (CSV)
kind-calendar = Evento de calendário
kind-mail = E-mail
kind-file = Arquivo
kind-image = Imagem
kind-sound = Áudio
kind-video = Vídeo
kind-document = Documento de texto
kind-table = Planilha
kind-slides = Apresentação
size-bytes = { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}
size-kilobytes = { $amount } kB
size-megabytes = { $amount } MB
# The sign between whole and tenths in "1.4 MB".
decimal-sign = ,

## The list

inbox-heading = Suas mensagens
inbox-newest = Voltar às mensagens mais recentes
inbox-older = Ver mensagens anteriores
inbox-idle-note = A página se fecha sozinha se você não a usar por algum tempo.
inbox-empty-heading = Nenhuma mensagem no momento
inbox-empty = Quando uma mensagem for enviada para você, chegará um SMS com um link. As mensagens com prazo encerrado são apagadas.
inbox-new = Nova
# In a list: people look for the organisation.
from-whom = { $organisation }, { $person }

## Points in time

month-1 = janeiro
month-2 = fevereiro
month-3 = março
month-4 = abril
month-5 = maio
month-6 = junho
month-7 = julho
month-8 = agosto
month-9 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro
# $day and $year are in digits, $month is one of the above.
date = { $day } de { $month } de { $year }
# $time is like 16:12, in UTC.
date-time = { $date }, { $time } UTC

## Pages with one thing to say

calm-unknown-title = Não há nenhuma mensagem neste link
calm-unknown = Talvez falte uma parte do link. Volte ao SMS que você recebeu e toque no link ali, ou copie-o por inteiro.
calm-expired-title = O prazo desta mensagem terminou
calm-expired = Quem a enviou definiu um dia após o qual ela é apagada, e esse dia já passou. Se você ainda precisa dela, peça que a enviem de novo.
calm-recalled-title = O remetente retirou esta mensagem
calm-recalled = A mensagem foi apagada, e você não precisa fazer nada. Se você a esperava, pergunte a quem a enviou.
calm-not-yet-title = Esta mensagem ainda não está disponível
calm-not-yet = Quem a enviou escolheu um momento posterior. Guarde o SMS que você recebeu e, quando chegar esse momento, toque de novo no link.
calm-signed-out-title = Você saiu
calm-signed-out = Nada ficou neste aparelho. Você pode fechar esta página.
calm-signed-off-title = Página fechada para proteger sua privacidade
calm-signed-off = Você ficou algum tempo sem usar a página, e por isso a sessão foi encerrada. Nada ficou neste aparelho.
calm-unavailable-title = Não conseguimos mostrar agora
calm-unavailable = Sua mensagem está segura. Algo não está funcionando do nosso lado; não é o seu telefone. Tente de novo em alguns minutos.
calm-just-downloaded-title = Você acabou de baixar seus dados
calm-just-downloaded = Seu navegador guarda o arquivo entre os downloads. Se ele não estiver lá, espere um minuto e tente de novo.
calm-not-for-them-title = Agradecemos o aviso
calm-not-for-them = Você não receberá mais SMS deste remetente, e ele já sabe que a mensagem não chegou à pessoa certa. Você não precisa fazer mais nada.
sign-in-again = Entrar de novo
try-again = Tentar de novo

## A message behind a passcode

passcode-label = Seu código de acesso
passcode-hint = { $organisation } já informou o código a você, ou informa quando você pedir. Letras maiúsculas e espaços não fazem diferença.
passcode-heading = Esta mensagem tem um código de acesso
passcode-lead = Quem a enviou também a protegeu com um código de acesso. A sua senha sozinha não a abre.
passcode-sealed-heading = Esta mensagem está bloqueada
passcode-sealed = Foram digitados cinco códigos de acesso errados; por isso, ninguém mais pode tentar. Sua mensagem está segura. Ligue para { $organisation } usando um número que você conhece e peça um novo código de acesso. Depois, o link do seu SMS volta a funcionar.
passcode-have-new = Tenho um novo código de acesso
passcode-elsewhere-heading = Outra mensagem vem primeiro
passcode-elsewhere = { $organisation } enviou outra mensagem para você, com um código de acesso. Abra primeiro aquela; depois, esta também será aberta.
passcode-elsewhere-go = Ir para essa mensagem

## A forgotten password, without a recovery code

forgotten-heading-unasked = Esqueceu sua senha?
forgotten-heading-asked = Seu pedido foi enviado
forgotten-heading-approved = Em breve você poderá escolher outra senha
forgotten-heading-declined = Seu pedido não foi aceito
forgotten-unasked = Ninguém pode consultá-la. Mas quem escreveu para você pode permitir que você escolha outra.
forgotten-asked = { $organisation } vai falar com você antes que você possa escolher uma nova senha. Você também pode ligar, usando um número que já conhece.
forgotten-approved = Você poderá escolher aqui uma nova senha, com o código de acesso que informaram a você, a partir de { $date }. Volte então pelo mesmo link.
forgotten-declined = { $organisation } não permitiu a troca da senha. Ligue, por favor, usando um número que você conhece.
forgotten-step-1 = Avisamos { $organisation } que você esqueceu sua senha, e o seu número recebe um SMS sobre isso.
forgotten-step-2 = Falam com você, para confirmar sua identidade, e informam um código de acesso.
forgotten-step-3 = Depois de um tempo de espera, você abre de novo o link do seu SMS, digita o código de acesso e escolhe uma nova senha.
forgotten-earlier = Suas mensagens anteriores continuam fechadas, a menos que o remetente as libere de novo.
forgotten-submit = Pedir uma nova senha
closed-heading = Esta mensagem continua fechada
closed-lead = Ela foi enviada antes de você escolher uma nova senha e só abre com a antiga. { $organisation } pode liberá-la de novo: basta pedir.

## The recipient's own page

account-heading = Seu acesso
account-changed = Sua senha foi alterada. Todas as suas outras sessões foram encerradas.
account-sessions = Suas sessões abertas
session-this = Esta sessão, desde { $date }
session-used = Último uso: { $date }
session-end-label = Sair: { $device }
# $browser and $system are names, such as Firefox and Android.
device = { $browser } no { $system }
device-unknown = Um navegador
account-end-all = Sair de todas as sessões
change-heading = Altere sua senha
change-lead = Suas mensagens ficam como estão: elas abrem com a nova senha.
change-current = Senha atual
change-submit = Alterar senha
change-busy = Alterando sua senha…

## Recovery codes

recovery-heading = Código de recuperação
recovery-what = Um código de recuperação abre suas mensagens quando você esquece sua senha. Guarde-o em papel ou em um lugar seguro; não entre os seus SMS.
recovery-since = Você tem um, criado em { $date }. Um novo código o substitui.
recovery-none = Você não tem nenhum. Se esquecer sua senha, ninguém poderá abrir suas mensagens.
recovery-make = Criar código de recuperação
recovery-make-busy = Criando o código…
recovery-kept = Já guardei: ver mensagens
recovery-shown-heading = Seu novo código de recuperação
recovery-shown = Ele só é mostrado agora. Anote, imprima ou salve: ele pode ser usado uma única vez, e depois você recebe outro.
recovery-copy = Copiar
recovery-print = Imprimir
recovery-save = Salvar arquivo
recovery-file-name = codigo-de-recuperacao.txt
recover-heading = Use seu código de recuperação
recover-lead = Com o código que você guardou, você escolhe uma nova senha. Suas mensagens ficam como estão.
recover-form = Use seu código de recuperação
recover-code-label = Código de recuperação
recover-code-hint = 24 letras e números. Hifens e letras maiúsculas não fazem diferença.
recover-submit = Salvar nova senha
recover-busy = Salvando…
recover-none-summary = Não tenho código de recuperação
recover-none = Então abra o link de um SMS que { $organisation } enviou para você e peça ali uma nova senha.
recovery-offer-heading = Se você esquecer sua senha
recovery-offer = Ninguém pode consultá-la para você. Com um código de recuperação, guardado em papel, você ainda poderia abrir suas mensagens.

## One's own messages, a locked number, a phone that is shared

account-code-ended = Se você tinha um código de recuperação, ele não vale mais: crie outro abaixo.
account-openings = Quando suas mensagens foram abertas, e remover uma
own-language-heading = Idioma
own-language-text = Estas páginas e os SMS que você recebe estão neste idioma.
own-language-label = Seu idioma
own-language-save = Salvar
own-language-saved = Salvo. A partir de agora, os SMS chegam neste idioma.
safety-heading = Seu número de segurança
safety-text = Quem escreve para você vê o mesmo número. Se vocês o compararem por voz e ele for igual, só você pode abrir o que lhe enviarem.
download-heading = Baixar meus dados
download-text = Um arquivo com suas mensagens e seus anexos, na medida em que se abrem agora, e o que se sabe do seu acesso. Ele não é protegido: quem o encontrar no seu aparelho pode lê-lo.
download-button = Baixar
openings-heading = Quando suas mensagens foram abertas
openings-advice = Se alguma foi aberta e não foi você, saia de todos os aparelhos e mude sua senha.
openings-empty = Não há mensagens no momento.
openings-never = Ainda não aberta
openings-sent = Enviada em { $date }
openings-first = Aberta pela primeira vez em { $date }
openings-last = Aberta pela última vez em { $date }
openings-remove = Remover
remove-heading = Remover esta mensagem da sua lista?
remove-lead = Você não poderá mais abri-la, e ninguém poderá recuperá-la. Quem a enviou vê que você a removeu, e guarda a própria cópia.
remove-submit = Remover para sempre
remove-keep = Manter
calm-removed-title = Você removeu esta mensagem
calm-removed = Ela foi removida para sempre. Se precisar dela de novo, peça a quem a enviou que a envie outra vez.
number-locked-heading = Suas mensagens estão bloqueadas
number-locked = Para proteger você, { $organisation } bloqueou as mensagens para este número. Ligue para um número que você conhece: podem lhe dar um código de acesso, e então o link do seu SMS volta a funcionar.
number-locked-button = Tenho um código de acesso
shared-label = Este telefone é usado também por outras pessoas
shared-hint = Assim a página se fecha mais cedo quando você não a usa, e tem um botão que a esconde na hora.
hide-button = Esconder esta página
hidden-heading = Nada aqui
hidden-text = Esta página está vazia. Você pode fechá-la.
forgotten-until = Isso é possível até { $date }.

## The plain way

no-start = Esta página não pôde ser iniciada no seu navegador. Os iPhones no Modo de Isolamento não permitem isso, nem alguns navegadores antigos; ou a conexão caiu. Carregue a página de novo ou abra-a em outro navegador.
plain-offer = Há também um formulário simples. Com ele, a sua senha passa pelo servidor de { $organisation }, que a usa por um momento e não a guarda. Se a página habitual funcionar, ela é a melhor opção.
plain-go = Usar o formulário simples
plain-none = { $organisation } não permite outro meio, porque a sua senha passaria por um servidor. Use outro navegador ou outro aparelho, ou ligue para { $organisation } usando um número que você conhece.
plain-warning = Nesta página, a sua senha passa pelo servidor de { $organisation }. Ela é usada por um momento e não fica guardada. Na página habitual, ela não sai do seu aparelho.
plain-back = Usar a página habitual
plain-forbidden-title = Este meio está fechado
plain-forbidden = { $organisation } não permite que senhas passem por um servidor. Abra a sua mensagem na página habitual, em um navegador com JavaScript ou em outro aparelho. Se nada funcionar, ligue para { $organisation } usando um número que você conhece.
plain-empty = Preencha este campo.
plain-password-long = Esta senha é longa demais.
plain-busy = Muitas pessoas estão entrando neste momento. Espere alguns segundos e envie o formulário de novo.
message-read-submit = Avisar ao remetente que eu li
## Passkeys, which people know by what they do

passkey-heading = Face ID, impressão digital ou bloqueio de tela
passkey-what = Entre sem digitar: com o que desbloqueia o seu aparelho. A sua senha continua a mesma e serve se o aparelho for perdido.
passkey-unlock = Abrir com Face ID, impressão digital ou bloqueio de tela
passkey-added = Adicionado: { $date }.
passkey-used = Último uso: { $date }.
passkey-remove = Remover
passkey-remove-label = Remover { $name }
passkey-name-label = Um nome para este aparelho
passkey-name-hint = Por exemplo: meu celular. Pode deixar em branco.
passkey-password-label = A sua senha, para termos certeza de quem está aqui
passkey-checking = Verificando…
passkey-busy = Verificando a sua senha. Isso leva alguns segundos.
passkey-wrong = Essa não é a sua senha.
passkey-submit = Adicionar este aparelho
passkey-unsupported = O seu navegador não consegue fazer isso. A sua senha funciona como antes.
passkey-confirm = A sua senha está certa. Agora o seu aparelho vai pedir o seu rosto, o seu dedo ou o bloqueio de tela, talvez duas vezes.
passkey-go-on = Continuar
passkey-unlock-cancelled = Nada foi aberto. Tente de novo ou digite a sua senha.
passkey-unlock-no-key = Este aparelho ou navegador não consegue abrir assim. Por favor, digite a sua senha.
passkey-unlock-refused = Este aparelho não é conhecido aqui, ou não para esta mensagem. Por favor, digite a sua senha.
passkey-add-cancelled = Nada foi adicionado. Tente de novo quando quiser.
passkey-add-there = Este aparelho já está na sua lista.
passkey-add-no-key = Este aparelho ou navegador consegue entrar assim, mas não guardar a sua chave com segurança (falta o PRF). Nada foi adicionado; a sua senha funciona como antes.
passkey-add-refused = Não funcionou. Carregue a página novamente.
passkey-offer-heading = Abra a próxima sem digitar
passkey-offer = O seu aparelho pode abrir as suas mensagens com Face ID, impressão digital ou bloqueio de tela, no lugar da sua senha.
passkey-offer-link = Configurar
passkey-done-added = Pronto: a partir de agora é possível entrar neste aparelho sem digitar.
passkey-done-removed = Foi removido. Ele não abre mais nada aqui.
