import-lines-title-seen = Lo que va a ocurrir
import-lines-title-running = Las invitaciones están saliendo
import-lines-title-done = La lista está terminada
import-lines-would = { $count ->
    [one] Se invitará a { $count } persona.
   *[other] Se invitará a { $count } personas.
}
import-lines-would-not = { $count ->
    [one] Se omitirá { $count } línea.
   *[other] Se omitirán { $count } líneas.
}
import-lines-running = { $count ->
    [one] { $done } de { $count } persona está invitada.
   *[other] { $done } de { $count } personas están invitadas.
}
import-lines-running-note = Puede salir de esta página. Las invitaciones continúan.
import-lines-progress = Personas invitadas
import-lines-done = { $count ->
    [one] Se invitó a { $count } persona.
   *[other] Se invitó a { $count } personas.
}
import-lines-done-not = { $count ->
    [one] Se omitió { $count } línea.
   *[other] Se omitieron { $count } líneas.
}
import-lines-begin = { $count ->
    [one] Invitar a { $count } persona
   *[other] Invitar a { $count } personas
}
import-lines-discard = Descartar la lista
import-lines-look-again = Volver a mirar
import-lines-members = A los miembros
import-lines-another = Otra lista
import-lines-download = { $count ->
    [one] Descargar la línea omitida
   *[other] Descargar las { $count } líneas omitidas
}
import-lines-download-note = El archivo dice qué falla en cada línea. Corríjalo y envíelo de nuevo.
import-lines-which = Qué líneas
import-lines-all = Todas ({ $count })
import-lines-only-refused = Omitidas ({ $count })
import-lines-caption = Líneas de la lista
import-lines-line = Línea
import-lines-who = Persona
import-lines-as = Rol, idioma
import-lines-fate = Qué ocurre
import-lines-pages = Más líneas
import-lines-next = Líneas siguientes
import-lines-waits = Se invitará
import-lines-invited = Invitada
import-lines-malformed = Más celdas que columnas
import-lines-no-address = Sin dirección de correo
import-lines-address = No es una dirección de correo
import-lines-name = El nombre es demasiado largo o ilegible
import-lines-language = Idioma desconocido: en, es o de
import-lines-role = Rol desconocido: miembro o administrador
import-lines-repeated = Una línea anterior tiene esta dirección
import-lines-member = Ya es miembro
import-lines-invited-already = Ya está invitada
import-lines-stopped = Sin invitar: quien inició la lista ya no es administrador
import-lines-column-email = correo
import-lines-column-given-name = nombre
import-lines-column-family-name = apellidos
import-lines-column-language = idioma
import-lines-column-role = rol
import-lines-column-reason = motivo
