member-frozen-subject = La cuenta { $brand } de { $person } está bloqueada
member-frozen-title = Una cuenta está bloqueada
member-frozen-text = Se ha pulsado «No he sido yo» en un correo sobre la cuenta { $brand } de { $person } ({ $email }): puede que otra persona haya entrado en ella. Todas las sesiones se han cerrado y nadie puede iniciar sesión. Se ha pulsado desde aquí:
member-frozen-admin = Habla con { $person } en persona o por teléfono. Un correo no basta: puede que otra persona lo lea o que haya cambiado la dirección. Cuando no te quede duda, desbloquea la cuenta y pide que se elija enseguida una contraseña nueva.
member-frozen-other-admin = Nuestro equipo de soporte comprueba quién es y vuelve a abrir la cuenta. No tienes que hacer nada.
member-frozen-support = Ninguna administración de empresa puede volver a abrir esta cuenta: te toca comprobar que es { $person } quien lo pide. Un correo no basta: puede que otra persona lo lea o que haya cambiado la dirección.
member-frozen-members = Ir a los miembros
