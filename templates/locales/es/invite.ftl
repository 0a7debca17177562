invite-title = Invita a un miembro
invite-lead = El correo de activación sale solo.
invite-email-hint = Compruébala bien: el enlace se envía allí.
invite-role = Función
invite-role-note = Quien tiene la función de admin puede invitar, bloquear y quitar miembros, y restablecer su autenticación en dos pasos.
invite-submit = Enviar invitación
invite-already-member = Esta dirección ya es de un miembro de tu empresa. Búscala entre los miembros.
invite-already-invited = Esta dirección ya tiene una invitación. Entre los miembros puedes enviarla otra vez.
