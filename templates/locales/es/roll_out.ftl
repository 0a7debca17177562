roll-out-title = Implantación
roll-out-lead = Hasta dónde ha llegado la autenticación en dos pasos
roll-out-optional = Cada persona decide
roll-out-optional-text = En los ajustes puedes exigirla a todos los miembros.
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
