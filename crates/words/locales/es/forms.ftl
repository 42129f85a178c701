# What the browser says in recipients' forms. A phone downloads these with the page, in its language only.

busy-claim = Protegiendo sus mensajes con su contraseña. Tardará unos segundos.
busy-open = Abriendo su mensaje. Tardará unos segundos.
busy-sign-in = Iniciando sesión. Tardará unos segundos.
busy-change = Cambiando su contraseña. Tardará unos segundos.
busy-recovery = Creando su código de recuperación. Tardará unos segundos.
busy-recover = Guardando su nueva contraseña. Tardará unos segundos.

wrong-password = Esa no es la contraseña. Revise las mayúsculas e inténtelo de nuevo.
wrong-sign-in = El número y la contraseña no coinciden. Revise los dos e inténtelo de nuevo.
wrong-own-password = Esa no es su contraseña.
wrong-recovery-code = Este código de recuperación no abre nada aquí, o ya se usó antes.
wrong-passcode = { $left ->
    [one] Ese no es el código de acceso. Le queda un intento.
   *[other] Ese no es el código de acceso. Le quedan { $left } intentos.
}

passcode-short = Un código de acceso tiene al menos { $least } letras o números.
passcode-long = Un código de acceso tiene como máximo { $most } letras y números.
code-invalid = Esto no es un código de recuperación: debe tener 24 letras y números. Revíselo e inténtelo de nuevo.

password-too-short = Hágala un poco más larga, por favor: al menos { $least } caracteres.
password-common = Muchas personas usan esta contraseña, así que es de las primeras que otros probarían. Elija otra, por favor.
strength-common = Es de las primeras que cualquiera probaría. Elija otra.
strength-weak = Bastante fácil de adivinar. Agregue una o dos palabras.
strength-fair = Bien. Con una palabra más sería muy segura.
strength-strong = Muy segura.
strength-missing = { $characters ->
    [one] Falta 1 carácter.
   *[other] Faltan { $characters } caracteres.
}

wait-seconds = Reintente en { $seconds } s
wait-minutes = Reintente en { $minutes } min
wait-over = Ya puede intentarlo de nuevo.

copied = Copiado. Péguelo donde lo vaya a guardar y después copie otra cosa.
not-copied = Su navegador no nos deja copiar. Anótelo, por favor.
recovery-file = Código de recuperación para mensajes privados: { $code }

phone-invalid = No podemos usar este número de teléfono. Escríbalo con el código de área o, si es del extranjero, con + y el código del país.
out-of-date = Esta página no está actualizada. Vuelva a cargarla.
slow-down = Hubo varias contraseñas incorrectas seguidas. Espere un momento antes del próximo intento.
signed-out = Se cerró su sesión. Vuelva a iniciarla para continuar.
not-found = Esto ya no está aquí. Vuelva a cargar la página.
already-claimed = Ya se eligió una contraseña para estos mensajes. Vuelva a cargar la página y escríbala.
passcode-sealed = Hubo demasiados códigos de acceso incorrectos. Pida uno nuevo a quien le escribió y vuelva a cargar la página.
passcode-needed = Este mensaje ahora se abre con un código de acceso. Vuelva a cargar la página.
unavailable = El servidor no puede guardar nada en este momento. Inténtelo de nuevo en un minuto.
no-answer = El servidor no responde. Revise su conexión e inténtelo de nuevo.
unexpected = Algo falló de nuestro lado. Inténtelo de nuevo en un minuto.
