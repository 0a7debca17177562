account-password-title = Contraseña
account-password-lead = Puedes cambiarla cuando quieras.
account-password-saved = Tu contraseña ha cambiado. Se ha cerrado la sesión en los demás dispositivos.
account-password-new = Contraseña nueva
account-password-submit = Cambiar contraseña
account-password-then = Se cerrará la sesión en los demás dispositivos. Tu autenticación en dos pasos no cambia.
