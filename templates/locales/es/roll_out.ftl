roll-out-title = Implantación
roll-out-lead = Hasta dónde ha llegado la autenticación en dos pasos
roll-out-optional = Cada persona decide
roll-out-optional-text = Más abajo puedes exigirla a todos los miembros.
roll-out-until = Obligatoria después del { $date }
roll-out-until-text = { $days ->
    [0] Hoy es el último día sin ella.
    [one] Queda { $days } día.
   *[other] Quedan { $days } días.
} Después, quien aún no la tenga la configurará la próxima vez que inicie sesión.
roll-out-required = Es obligatoria
roll-out-required-text = Quien aún no la tenga la configurará la próxima vez que inicie sesión.
roll-out-enrolled = La han configurado { $count } de { $total }
roll-out-all = No le falta a nadie.
roll-out-show = Mostrar
roll-out-remind = Recordar por correo
roll-out-remind-note = Quien aún no la ha configurado recibe un correo, como máximo una vez al día.
roll-out-saved = { $count ->
    [one] { $count } persona recibirá un recordatorio por correo.
   *[other] { $count } personas recibirán un recordatorio por correo.
}

roll-out-policy = Lo que exige tu empresa
roll-out-policy-saved = Se ha guardado. Ya está en vigor.
roll-out-never = Nunca han iniciado sesión: { $count }
roll-out-policy-text = Tu empresa puede ser más estricta que la plataforma, pero no menos.
roll-out-second-factor = Autenticación en dos pasos
roll-out-inherit = Como en la plataforma
roll-out-platform-optional = Allí cada persona decide.
roll-out-platform-until = Allí es obligatoria para todo el mundo después del { $date }.
roll-out-demanded = Obligatoria para todos los miembros
roll-out-demanded-note = Quien no la tenga la configura al iniciar sesión, como muy tarde después del día que figura abajo.
roll-out-last-day = Último día sin ella
roll-out-last-day-hint = Vacío: obligatoria desde ahora. Como fecha, por ejemplo 2027-02-06 si no aparece un calendario.
roll-out-malformed = Escribe una fecha, por ejemplo 2027-02-06, o deja el campo vacío.
roll-out-past = Ese día ya ha pasado. Escribe uno posterior o deja el campo vacío para exigirla desde ahora.
roll-out-after-platform = La plataforma la exige después del { $date }. Escribe ese día o uno anterior.
roll-out-submit = Guardar
