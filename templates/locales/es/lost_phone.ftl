lost-phone-title = ¿No puedes abrir tu aplicación de autenticación?
lost-phone-lead = Cuando se restablezca tu autenticación en dos pasos, podrás configurarla en otro teléfono.
lost-phone-lapsed-title = El plazo para configurarla de nuevo ha terminado
lost-phone-lapsed-text = Tu autenticación en dos pasos se restableció y tenías 7 días para configurarla de nuevo. Pídelo otra vez como se explica aquí.
lost-phone-codes = Tienes códigos de recuperación
lost-phone-codes-text = Entonces no hace falta restablecer nada: uno de ellos sustituye al PIN.
lost-phone-codes-later = ¿Creaste alguno? Entonces no hace falta restablecer nada: inicia sesión con tu contraseña y usa uno de ellos en lugar del PIN.
lost-phone-admins = { $count ->
    [one] La restablece la administración de tu empresa
   *[other] Cualquiera de estas personas puede restablecerla
}
lost-phone-how = ¿Hay prisa? Envía esta línea: es todo lo que hay que hacer.
lost-phone-path = Menú de la empresa (arriba a la derecha) → Administración de la empresa → Miembros → Acciones → símbolo de la llave
lost-phone-copy = Copiar línea
lost-phone-support = La restablece nuestro equipo de soporte
lost-phone-support-text = En tu empresa no hay nadie que pueda hacerlo. Lo hace nuestro equipo de soporte, después de comprobar que eres tú.
lost-phone-form = Escribir a soporte
lost-phone-with-admin = Tu empresa tiene administración
lost-phone-with-admin-text = Pide allí que la restablezcan.
lost-phone-without-admin = Tu empresa no tiene administración o nadie responde
lost-phone-without-admin-text = Entonces lo hace nuestro equipo de soporte, después de comprobar que eres tú.
lost-phone-then = Qué pasa después
lost-phone-then-text = Recibirás un código por correo. Inicia sesión con tu contraseña en un plazo de 7 días, escribe el código y configura la aplicación en el teléfono nuevo.
