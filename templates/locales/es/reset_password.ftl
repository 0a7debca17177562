reset-password-title = Elige una contraseña nueva
reset-password-new = Contraseña nueva
reset-password-submit = Guardar contraseña
reset-password-then = Se cerrarán todas tus sesiones. Tu autenticación en dos pasos no cambia.
