recovery-code-used-subject = Se ha usado un código de recuperación de tu cuenta { $brand }
recovery-code-used-title = Se ha usado un código de recuperación
recovery-code-used-text = En tu cuenta { $brand } se ha usado un código de recuperación en lugar de un PIN. { $left ->
    [0] Era el último.
    [one] Queda { $left } código.
   *[other] Quedan { $left } códigos.
} Se ha usado desde aquí:
recovery-code-used-you = ¿Has sido tú? Si has perdido el teléfono, conecta otro en tu cuenta, en «Autenticación en dos pasos».
recovery-code-used-you-few = ¿Has sido tú? Entonces crea códigos nuevos en tu cuenta, en «Autenticación en dos pasos»; si has perdido el teléfono, conecta allí otro.
recovery-code-used-not-you = ¿No has sido tú? Entonces alguien conoce tu contraseña y uno de tus códigos de recuperación: cambia enseguida la contraseña, crea códigos nuevos y avisa a nuestro equipo de soporte.
