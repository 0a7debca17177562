console-reset-title = ¿Restablecer la autenticación en dos pasos de { $name }?
console-reset-lead = Primero asegúrate de que quien lo pide es realmente esta persona. Lo que confirmes aquí queda en el registro, con tu nombre.
console-reset-admins = { $count ->
    [one] Normalmente lo hace { $names }
   *[other] Normalmente lo hace uno de estos administradores: { $names }
}
console-reset-admins-text = La administración de la empresa conoce a la persona. Remítela allí, salvo que no pueda ayudarla.
console-reset-known = Lo que sabemos de ella
console-reset-confirm = Confirma quién lo pide
console-reset-called-back = He llamado a la persona a un número que ya conocíamos
console-reset-called-back-hint = El número registrado o el de la empresa. Nunca un número del propio mensaje.
console-reset-answered = Ha respondido a una pregunta que solo ella puede responder
console-reset-answered-hint = Su último acceso, la última factura de la empresa, quién la invitó. Nada que figure en una firma.
console-reset-colleague = Alguien de la misma empresa lo ha confirmado
console-reset-colleague-hint = Si lo hay: alguien que tú encontraste aquí, no alguien que ella nombró.
console-reset-no-admin = La administración de la empresa no puede hacerlo o no responde
console-reset-no-admin-hint = Cuenta en la nota cómo lo intentaste.
console-reset-unconfirmed = Confírmalo primero
console-reset-note = ¿Cómo te has asegurado?
console-reset-note-hint = A qué número llamaste, qué preguntaste y qué respondió. Sin contraseñas ni PIN.
console-reset-note-missing = Escribe cómo te has asegurado, en { $most } caracteres como máximo
console-reset-then = Se cierran todas sus sesiones, se quita la aplicación de autenticación y se le envía un código por correo. Con él y su contraseña configura otra en un plazo de 7 días.
