email-confirmed-ask-title = Confirma tu dirección nueva
email-confirmed-ask-text = A partir de entonces iniciarás sesión con { $email } y recibirás allí nuestros correos.
email-confirmed-submit = Confirmar dirección
email-confirmed-title = Tu dirección ha cambiado
email-confirmed-text = A partir de ahora inicias sesión con { $email }. Tu contraseña y tu autenticación en dos pasos no cambian.
