mail-sent-title = Mira en tu bandeja de entrada
mail-sent-text = Si { $email } tiene una cuenta o una invitación, recibirá un correo.
mail-sent-wait = Puede tardar unos minutos.
mail-sent-lives-reset = El enlace sirve durante una hora.
mail-sent-lives-invitation = El enlace sirve durante 7 días.
mail-sent-spam = Mira también en la carpeta de correo no deseado.
mail-sent-nothing = ¿Y si no llega ningún correo?
