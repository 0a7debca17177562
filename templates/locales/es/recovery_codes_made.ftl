recovery-codes-made-subject = Códigos de recuperación nuevos para tu cuenta { $brand }
recovery-codes-made-title = Se han creado códigos de recuperación nuevos
recovery-codes-made-text = Se han creado códigos de recuperación nuevos para tu cuenta { $brand }. Cada uno sustituye una vez al PIN; los anteriores ya no sirven. Se han creado desde aquí:
recovery-codes-made-you = ¿Has sido tú? Entonces solo tienes que guardarlos bien.
recovery-codes-made-not-you = ¿No has sido tú? Entonces alguien tiene acceso a tu cuenta: cambia enseguida la contraseña y avisa a nuestro equipo de soporte.
