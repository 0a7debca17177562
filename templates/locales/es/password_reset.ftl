password-reset-subject = Una contraseña nueva para tu cuenta { $brand }
password-reset-title = Elige una contraseña nueva
password-reset-text = Alguien, probablemente tú, ha pedido una contraseña nueva para tu cuenta { $brand }. Con este enlace la eliges:
password-reset-link = Elegir contraseña nueva
password-reset-until = El enlace sirve una sola vez, hasta el { $until }.
password-reset-not-you = ¿No la has pedido tú? Puedes ignorar este correo: no cambia nada y tu contraseña sigue siendo válida. Se pidió desde aquí:
