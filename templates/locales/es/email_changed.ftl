email-changed-subject = La dirección de tu cuenta { $brand } ha cambiado
email-changed-title = Tu cuenta tiene una dirección nueva
email-changed-text = Tu cuenta { $brand } tiene ahora la dirección { $email }. Aquí ya no llegarán correos, e inicias sesión con la dirección nueva. Se ha cambiado desde aquí:
email-changed-you = ¿Has sido tú? Entonces no tienes que hacer nada.
email-changed-not-you = ¿No has sido tú? Avisa enseguida a nuestro equipo de soporte: alguien tiene acceso a tu cuenta.
