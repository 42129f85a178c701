# What recipients read on Narwhal's pages.
#
# One message to a line. $organisation is the clinic, bank or office that sent something, as recipients know it.
# The tone: plain words, short sentences, polite; what happened, and what to do. Recipients may be ill, old, in a
# hurry, or afraid of fraud.

## Titles of windows. They stay in the browser's history, so they name nobody.

title-message = Un mensaje privado
title-messages = Mensajes privados

## Around every page

skip-to-content = Ir al contenido
your-access = Su acceso
sign-out = Cerrar sesión
footer = Mensajes privados con Narwhal. No se guarda nada en este dispositivo.
language-label = Idioma
phrase-label = Su frase:
# Stands for an empty subject.
no-subject = Mensaje
# Stands for the subject of a message that waits behind a passcode.
subject-locked = Mensaje con código de acceso
# The same for one that only an earlier password opened.
subject-closed = Mensaje cerrado
idle-warning = ¿Sigue ahí? Esta página se cerrará en un minuto, para que nadie más pueda leerla.
idle-stay = Mantener abierta

## Parts of forms

kept-under-label = Nombre para su administrador de contraseñas
password-label = Su contraseña
password-new-label = Nueva contraseña
password-choose-label = Elija una contraseña
# The button that shows what is typed as a password.
password-show = Mostrar
password-show-rest = la contraseña
password-hint-long = Al menos { $least } caracteres. Cuatro palabras que no tengan nada que ver entre sí son fáciles de recordar y difíciles de adivinar.
password-hint = Al menos { $least } caracteres; por ejemplo, cuatro palabras.
phone-label = Número de teléfono
phone-hint = Por ejemplo, (211) 436-7789, o +44 7700 900123 si es del extranjero.
no-script = Su navegador tiene JavaScript desactivado. Con JavaScript, su contraseña no sale de este dispositivo: actívelo y vuelva a cargar la página.

## The first visit

claim-heading = { $organisation } le ha enviado un mensaje privado
claim-lead = Es demasiado privado para un SMS, así que le espera aquí. Elija una contraseña: a partir de ahora, sus mensajes solo se abrirán con ella.
claim-lead-passcode = Es demasiado privado para un SMS, así que le espera aquí. Escriba el código de acceso que le dieron y elija una contraseña: a partir de ahora, sus mensajes solo se abrirán con esa contraseña.
claim-lead-replaces = Escriba el código de acceso que le dieron y elija una nueva contraseña. Lo que le enviaron antes sigue cerrado, salvo que el remitente vuelva a darle acceso.
claim-form = Elija su contraseña
claim-submit = Abrir mi mensaje
claim-busy = Protegiendo con su contraseña…
unexpected-summary = No esperaba este mensaje
claim-unexpected = Entonces, tómese su tiempo. Nada se abre hasta que usted elija una contraseña, y esta página no le pide nada más: ni datos bancarios, ni códigos de verificación, ni descargas. Si tiene dudas, llame a { $organisation } a un número que ya conozca.
claim-forget-summary = ¿Y si olvido mi contraseña?
claim-forget = Nadie puede consultarla por usted, ni siquiera { $organisation }. Guárdela en su administrador de contraseñas, o en papel en un lugar seguro.

## Later visits

unlock-lead = Escriba la contraseña que eligió la primera vez.
unlock-form = Abra su mensaje
unlock-submit = Abrir mi mensaje
unlock-busy = Abriendo su mensaje…
unlock-unexpected = Si no sabe quién le escribe, no tiene por qué abrir nada.
forgot-summary = Olvidé mi contraseña
have-recovery-code = Tengo un código de recuperación
have-none-ask = No lo tengo: pedir una nueva contraseña

## The way in without a link

inbox-sign-in-heading = Sus mensajes privados
inbox-sign-in-lead = Inicie sesión con su número de teléfono y la contraseña que eligió.
inbox-sign-in-form = Iniciar sesión
inbox-sign-in-submit = Iniciar sesión
inbox-sign-in-busy = Iniciando sesión…
no-password-summary = Todavía no tengo contraseña
no-password = La elegirá cuando abra su primer mensaje. Toque el enlace del SMS que le envió { $organisation }.

## "This is not for me"

not-for-me-link = Este mensaje no es para mí
not-for-me-heading = ¿Este mensaje no es para usted?
not-for-me-lead = Entonces { $organisation } tiene un número equivocado. Avise con un solo toque: no se enviará nada más a este teléfono y usted no tendrá que hacer nada más.
not-for-me-submit = No es para mí
back-to-message = Volver al mensaje

## An open message

message-until = Este mensaje se puede leer hasta el { $date }. Después se borra.
idle-note = { $minutes ->
    [0] La página se cierra sola en menos de un minuto si no la usa.
    [one] La página se cierra sola si no la usa durante un minuto.
   *[other] La página se cierra sola si no la usa durante { $minutes } minutos.
}
# Over a letter: the person signs it.
signed-by = { $person }, { $organisation }
other-messages = Sus otros mensajes
all-messages = Todos sus mensajes
archive-kept = { $organisation } guarda una clave de archivo (acceso de emergencia), con la que también puede abrir este mensaje.
archive-opened = Abierto por { $organisation } mediante el acceso de emergencia el { $date }.

## Its files

attachments-title = { $count ->
    [one] Un archivo
   *[other] { $count } archivos
}
attachment-show = Ver
attachment-save = Guardar
attachment-save-warning = Un archivo guardado se queda en este dispositivo, fuera de la protección de esta página, y quien use el dispositivo puede abrirlo. Abra solo archivos de remitentes que conozca.
attachment-save-anyway = Guardar de todos modos
kind-zip = Archivo ZIP
kind-text = Texto
kind-web-page = Página web
kind-csv = Tabla (CSV)
kind-calendar = Evento de calendario
kind-mail = Correo electrónico
kind-file = Archivo
kind-image = Imagen
kind-sound = Audio
kind-video = Video
kind-document = Documento de texto
kind-table = Hoja de cálculo
kind-slides = Presentación
size-bytes = { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
size-kilobytes = { $amount } kB
size-megabytes = { $amount } MB
# The sign between whole and tenths in "1.4 MB".
decimal-sign = ,

## The list

inbox-heading = Sus mensajes
inbox-newest = Volver a los mensajes más recientes
inbox-older = Ver mensajes anteriores
inbox-idle-note = La página se cierra sola si no la usa durante un rato.
inbox-empty-heading = No hay mensajes en este momento
inbox-empty = Cuando le envíen un mensaje, recibirá un SMS con un enlace. Los mensajes caducados se borran.
inbox-new = Nuevo
# In a list: people look for the organisation.
from-whom = { $organisation }, { $person }

## Points in time

month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
# $day and $year are in digits, $month is one of the above.
date = { $day } de { $month } de { $year }
# $time is like 16:12, in UTC.
date-time = { $date }, { $time } UTC

## Pages with one thing to say

calm-unknown-title = No hay ningún mensaje en este enlace
calm-unknown = Puede que falte una parte del enlace. Vuelva al SMS que recibió y toque allí el enlace, o cópielo entero.
calm-expired-title = Este mensaje ha caducado
calm-expired = Quien lo envió fijó un día después del cual se borra, y ese día ya pasó. Si todavía lo necesita, pida que se lo envíen de nuevo.
calm-recalled-title = El remitente retiró este mensaje
calm-recalled = El mensaje se ha borrado y usted no tiene que hacer nada. Si lo esperaba, pregunte a quien lo envió.
calm-not-yet-title = Este mensaje aún no está disponible
calm-not-yet = Quien lo envió eligió un momento posterior. Conserve el SMS que recibió y, cuando llegue ese momento, toque de nuevo el enlace.
calm-signed-out-title = Ha cerrado la sesión
calm-signed-out = No queda nada en este dispositivo. Puede cerrar esta página.
calm-signed-off-title = Página cerrada para proteger su privacidad
calm-signed-off = Como usted no usó la página durante un rato, se cerró la sesión. No queda nada en este dispositivo.
calm-unavailable-title = No podemos mostrarlo en este momento
calm-unavailable = Su mensaje está a salvo. Algo no funciona de nuestro lado; no es su teléfono. Inténtelo de nuevo en unos minutos.
calm-just-downloaded-title = Acaba de descargar sus datos
calm-just-downloaded = Su navegador guarda el archivo entre las descargas. Si no está ahí, espere un minuto e inténtelo de nuevo.
calm-not-for-them-title = Gracias por avisarnos
calm-not-for-them = No recibirá más SMS de este remitente, y el remitente ya sabe que el mensaje no llegó a la persona correcta. No tiene que hacer nada más.
sign-in-again = Iniciar sesión de nuevo
try-again = Intentar de nuevo

## A message behind a passcode

passcode-label = Su código de acceso
passcode-hint = { $organisation } ya se lo ha dado, o se lo dará si usted lo pide. No importan las mayúsculas ni los espacios.
passcode-heading = Este mensaje tiene un código de acceso
passcode-lead = Quien lo envió lo protegió, además, con un código de acceso. Su contraseña sola no lo abre.
passcode-sealed-heading = Este mensaje está bloqueado
passcode-sealed = Se escribió cinco veces un código de acceso incorrecto, así que ya nadie puede seguir intentándolo. Su mensaje está a salvo. Llame a { $organisation } a un número que conozca: le pueden dar un nuevo código de acceso, y entonces el enlace de su SMS volverá a funcionar.
passcode-have-new = Tengo un nuevo código de acceso
passcode-elsewhere-heading = Hay otro mensaje que va primero
passcode-elsewhere = { $organisation } le envió otro mensaje, con un código de acceso. Abra primero ese; después se abrirá también este.
passcode-elsewhere-go = Ir a ese mensaje

## A forgotten password, without a recovery code

forgotten-heading-unasked = ¿Olvidó su contraseña?
forgotten-heading-asked = Hemos enviado su solicitud
forgotten-heading-approved = Pronto podrá elegir otra contraseña
forgotten-heading-declined = Su solicitud no fue aceptada
forgotten-unasked = Nadie puede consultarla. Pero quien le escribió puede permitirle elegir otra.
forgotten-asked = { $organisation } hablará con usted antes de que pueda elegir una nueva contraseña. También puede llamar usted, a un número que conozca.
forgotten-approved = Podrá elegir aquí una nueva contraseña, con el código de acceso que le dieron, a partir del { $date }. Vuelva entonces con el mismo enlace.
forgotten-declined = { $organisation } no permitió cambiar la contraseña. Llame, por favor, a un número que conozca.
forgotten-step-1 = Avisamos a { $organisation } de que usted olvidó su contraseña, y a su número llega un SMS para informarle.
forgotten-step-2 = Hablan con usted para confirmar su identidad y le dan un código de acceso.
forgotten-step-3 = Tras un tiempo de espera, abra de nuevo el enlace de su SMS, escriba el código de acceso y elija una nueva contraseña.
forgotten-earlier = Sus mensajes anteriores siguen cerrados, salvo que el remitente vuelva a darle acceso.
forgotten-submit = Pedir nueva contraseña
closed-heading = Este mensaje sigue cerrado
closed-lead = Se envió antes de que usted eligiera una nueva contraseña, y solo se abre con la anterior. { $organisation } puede volver a darle acceso: pídalo, por favor.

## The recipient's own page

account-heading = Su acceso
account-changed = Su contraseña ha cambiado. Se cerraron todas sus demás sesiones.
account-sessions = Sus sesiones abiertas
session-this = Esta sesión, desde el { $date }
session-used = Último uso: { $date }
session-end-label = Cerrar sesión: { $device }
# $browser and $system are names, such as Firefox and Android.
device = { $browser } en { $system }
device-unknown = Un navegador
account-end-all = Cerrar todas las sesiones
change-heading = Cambie su contraseña
change-lead = Sus mensajes quedan como están: se abren con la nueva contraseña.
change-current = Contraseña actual
change-submit = Cambiar contraseña
change-busy = Cambiando su contraseña…

## Recovery codes

recovery-heading = Código de recuperación
recovery-what = Un código de recuperación abre sus mensajes si olvida su contraseña. Guárdelo en papel o en un lugar seguro; no entre sus SMS.
recovery-since = Ya tiene uno, creado el { $date }. Si crea otro, reemplaza al anterior.
recovery-none = No tiene ninguno. Si olvida su contraseña, nadie podrá abrir sus mensajes.
recovery-make = Crear código de recuperación
recovery-make-busy = Creando el código…
recovery-kept = Ya lo guardé: ver mis mensajes
recovery-shown-heading = Su nuevo código de recuperación
recovery-shown = Solo se muestra ahora. Anótelo, imprímalo o guárdelo: sirve una sola vez, y después recibe otro.
recovery-copy = Copiar
recovery-print = Imprimir
recovery-save = Guardar archivo
recovery-file-name = codigo-de-recuperacion.txt
recover-heading = Use su código de recuperación
recover-lead = Con el código que guardó, puede elegir una nueva contraseña. Sus mensajes quedan como están.
recover-form = Use su código de recuperación
recover-code-label = Código de recuperación
recover-code-hint = 24 letras y números. No importan los guiones ni las mayúsculas.
recover-submit = Guardar nueva contraseña
recover-busy = Guardando…
recover-none-summary = No tengo código de recuperación
recover-none = Entonces abra el enlace de un SMS que le haya enviado { $organisation } y pida allí una nueva contraseña.
recovery-offer-heading = Por si olvida su contraseña
recovery-offer = Nadie puede consultarla por usted. Con un código de recuperación, guardado en papel, aún podría abrir sus mensajes.

## One's own messages, a locked number, a phone that is shared

account-code-ended = Si tenía un código de recuperación, ya no sirve: cree otro más abajo.
account-openings = Cuándo se abrieron sus mensajes, y quitar alguno
own-language-heading = Idioma
own-language-text = Estas páginas y los SMS que recibe están en este idioma.
own-language-label = Su idioma
own-language-save = Guardar
own-language-saved = Guardado. A partir de ahora, los SMS le llegan en este idioma.
safety-heading = Su número de seguridad
safety-text = Quien le escribe ve el mismo número. Si lo comparan de viva voz y coincide, solo usted puede abrir lo que le envíen.
download-heading = Descargar mis datos
download-text = Un archivo con sus mensajes y sus documentos, los que se puedan abrir ahora, y lo que se sabe de su acceso. No está protegido: quien lo encuentre en su dispositivo puede leerlo.
download-button = Descargar
openings-heading = Cuándo se abrieron sus mensajes
openings-advice = Si alguno se abrió y no fue usted, cierre todas las sesiones y cambie su contraseña.
openings-empty = No hay mensajes por el momento.
openings-never = Aún sin abrir
openings-sent = Enviado el { $date }
openings-first = Abierto por primera vez el { $date }
openings-last = Abierto por última vez el { $date }
openings-remove = Quitar
remove-heading = ¿Quitar este mensaje de su lista?
remove-lead = Ya no podrá abrirlo, y nadie podrá recuperarlo. Quien lo envió verá que usted lo quitó, y conserva su propia copia.
remove-submit = Quitarlo para siempre
remove-keep = Conservarlo
calm-removed-title = Usted quitó este mensaje
calm-removed = Ya no existe para usted. Si lo necesita de nuevo, pida a quien se lo envió que lo mande otra vez.
number-locked-heading = Sus mensajes están bloqueados
number-locked = Para protegerle, { $organisation } bloqueó los mensajes a este número. Llame a un número que ya conozca: pueden darle un código de acceso, y entonces el enlace de su SMS volverá a funcionar.
number-locked-button = Tengo un código de acceso
shared-label = Comparto este teléfono con otras personas
shared-hint = Así la página se cierra antes si no la usa, y tiene un botón que la oculta al instante.
hide-button = Ocultar esta página
hidden-heading = Aquí no hay nada
hidden-text = Esta página está vacía. Puede cerrarla.
forgotten-until = Es posible hasta el { $date }.

## The plain way

no-start = Esta página no ha podido iniciarse en su navegador. Los iPhone en modo de aislamiento no lo permiten, ni tampoco algunos navegadores antiguos; o se ha cortado la conexión. Vuelva a cargar la página o ábrala en otro navegador.
plain-offer = También hay un formulario sencillo. Con él, su contraseña pasa por el servidor de { $organisation }, que la usa un momento y no la guarda. Si la página habitual funciona, es la mejor opción.
plain-go = Usar el formulario sencillo
plain-none = { $organisation } no permite otra vía, porque entonces su contraseña pasaría por un servidor. Use otro navegador u otro dispositivo, o llame a { $organisation } a un número que conozca.
plain-warning = En esta página, su contraseña pasa por el servidor de { $organisation }. Se usa un momento y no se guarda. En la página habitual no sale de su dispositivo.
plain-back = Usar la página habitual
plain-forbidden-title = Esta vía está cerrada
plain-forbidden = { $organisation } no permite que las contraseñas pasen por un servidor. Abra su mensaje en la página habitual, en un navegador con JavaScript o en otro dispositivo. Si nada funciona, llame a { $organisation } a un número que conozca.
plain-empty = Rellene este campo.
plain-password-long = Esta contraseña es demasiado larga.
plain-busy = En este momento están entrando muchas personas. Espere unos segundos y vuelva a enviar el formulario.
message-read-submit = Avisar al remitente de que lo he leído
## Passkeys, which people know by what they do

passkey-heading = Face ID, huella o bloqueo de pantalla
passkey-what = Entre sin escribir nada: con lo que desbloquea su dispositivo. Su contraseña sigue siendo la misma y le sirve si pierde el dispositivo.
passkey-unlock = Abrir con Face ID, huella o bloqueo de pantalla
passkey-added = Añadido: { $date }.
passkey-used = Último uso: { $date }.
passkey-remove = Quitar
passkey-remove-label = Quitar { $name }
passkey-name-label = Un nombre para este dispositivo
passkey-name-hint = Por ejemplo: mi teléfono. Puede dejarlo en blanco.
passkey-password-label = Su contraseña, para estar seguros de que es usted
passkey-checking = Comprobando…
passkey-busy = Comprobando su contraseña. Tarda unos segundos.
passkey-wrong = Esa no es su contraseña.
passkey-submit = Añadir este dispositivo
passkey-unsupported = Su navegador no puede hacerlo. Su contraseña sigue funcionando como antes.
passkey-confirm = Su contraseña es correcta. Ahora su dispositivo le pedirá su cara, su dedo o el bloqueo de pantalla, quizá dos veces.
passkey-go-on = Continuar
passkey-unlock-cancelled = No se ha abierto nada. Inténtelo de nuevo o escriba su contraseña.
passkey-unlock-no-key = Este dispositivo o navegador no puede abrir con esto. Escriba su contraseña, por favor.
passkey-unlock-refused = Este dispositivo no se conoce aquí, o no para este mensaje. Escriba su contraseña, por favor.
passkey-add-cancelled = No se ha añadido nada. Inténtelo de nuevo cuando quiera.
passkey-add-there = Este dispositivo ya está en su lista.
passkey-add-no-key = Este dispositivo o navegador puede entrar así, pero no puede guardar su clave de forma segura (le falta PRF). No se ha añadido nada; su contraseña sigue funcionando como antes.
passkey-add-refused = No ha funcionado. Vuelva a cargar la página.
passkey-offer-heading = Abra el próximo sin escribir nada
passkey-offer = Su dispositivo puede abrir sus mensajes con Face ID, huella o bloqueo de pantalla, en lugar de su contraseña.
passkey-offer-link = Configurarlo
passkey-done-added = Listo: desde ahora puede entrar en este dispositivo sin escribir nada.
passkey-done-removed = Se ha quitado. Ya no abre nada aquí.
