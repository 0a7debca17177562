# Lo que dicen varias páginas.

page-title = { $page } · { $brand }
page-title-error = Error: { $page } · { $brand }
skip-to-content = Ir al contenido
brand-home = { $brand }, inicio
language-switch = Idioma

attempts-title = Demasiados intentos
attempts-text = Para proteger la cuenta, esta vez no se ha cambiado nada. Vuelve a intentarlo { $wait }.

back-to-app = Volver a { $app }
back-to-sign-in = Volver a iniciar sesión
cancel = Cancelar
copied = Copiado
copy = Copiar
current-password = Contraseña actual
current-password-wrong = Esa no es tu contraseña actual. Fíjate en las mayúsculas y en el idioma del teclado.
field-optional = (opcional)
not-you = ¿No eres tú?
way-on = Ir a { $app }

invited = Te han invitado a { $brand }.
invited-by = { $by } te ha invitado a { $brand }.
invited-by-to = { $by } te ha invitado a { $company }.
invited-to = Te han invitado a { $company }.

password-forgot = ¿Has olvidado la contraseña?
password-hide = Ocultar
password-hide-label = Ocultar contraseña
password-show = Mostrar
password-show-label = Mostrar contraseña

reference = Referencia
reference-note = Con este número, nuestro equipo de soporte encuentra el motivo exacto.

summary-title = { $count ->
    [one] Revisa un dato
   *[other] Revisa { $count } datos
}

support-feedback = ¿Te ha sido útil esta página?
support-form = Formulario de soporte
support-hours = De { $first } a { $last }, de { $opens } a { $closes } h (hora local)
support-hours-written = { $hours }
support-title = ¿Necesitas ayuda?

throttled-title = Demasiados envíos en poco tiempo
throttled-text = Esta vez no se ha enviado nada. Vuelve a intentarlo { $wait }.

date-long = { $day }{ "\u00A0" }de{ "\u00A0" }{ $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} de { $year }
date-time = { $date }, { $time } { $zone }

wait-seconds = { $count ->
    [one] dentro de { $count } segundo
   *[other] dentro de { $count } segundos
}
wait-minutes = { $count ->
    [one] dentro de { $count } minuto
   *[other] dentro de { $count } minutos
}
wait-hours = { $count ->
    [one] dentro de { $count } hora
   *[other] dentro de { $count } horas
}

weekday-monday = lunes
weekday-tuesday = martes
weekday-wednesday = miércoles
weekday-thursday = jueves
weekday-friday = viernes
weekday-saturday = sábado
weekday-sunday = domingo
