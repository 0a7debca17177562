confirm-deed-who = { $email } · { $company }
confirm-deed-back = Volver a los miembros

confirm-deed-reset-otp = ¿Restablecer el OTP de { $name }?
confirm-deed-reset-otp-app = La aplicación de autenticación que { $name } usa ahora deja de servir aquí.
confirm-deed-reset-otp-out = Se cierran las sesiones de { $name } en todos los dispositivos, y recibe un correo.
confirm-deed-reset-otp-then = Con el código de ese correo, { $name } configura de nuevo la autenticación en dos pasos la próxima vez que inicie sesión, en un plazo de 7 días.
confirm-deed-caution-asks = Comprueba que es { $name } quien lo pide
confirm-deed-caution-asks-text = Llama a un número que conozcas. No te fíes solo de un correo.

confirm-deed-block = ¿Bloquear la cuenta de { $name }?
confirm-deed-block-out = Se cierran las sesiones de { $name } en todos los dispositivos, y ya no puede iniciar sesión.
confirm-deed-block-then = No se borra nada. Puedes desbloquear la cuenta de { $name } en cualquier momento.

confirm-deed-unblock = ¿Desbloquear la cuenta de { $name }?
confirm-deed-unblock-then = { $name } puede iniciar sesión otra vez, con la misma contraseña y la misma aplicación de autenticación.
confirm-deed-caution-frozen = { $name } ha bloqueado esta cuenta con «No he sido yo»
confirm-deed-caution-frozen-text = Puede que otra persona conozca la contraseña o tenga el teléfono. Llama primero a { $name } y, en caso de duda, restablece el OTP después de desbloquear la cuenta.

confirm-deed-remove = ¿Quitar a { $name } de { $company }?
confirm-deed-remove-access = { $name } pierde enseguida el acceso a { $company }.
confirm-deed-remove-apps = { $name } tiene que iniciar sesión otra vez en cada aplicación que conocía su pertenencia; en todas partes, si esta era su única empresa.
confirm-deed-remove-account = La cuenta sigue existiendo: se puede invitar otra vez más adelante.

confirm-deed-make-admin = ¿Dar a { $name } la función de admin?
confirm-deed-make-admin-can = { $name } podrá invitar, bloquear y quitar miembros de { $company }, y restablecer su autenticación en dos pasos.
confirm-deed-make-admin-factor = Puedes retirar esta función en cualquier momento.
confirm-deed-caution-admin = ¿Conoces lo suficiente a { $name }?
confirm-deed-caution-admin-text = Con esta función también se te puede retirar la tuya.

confirm-deed-make-member = ¿Retirar a { $name } la función de admin?
confirm-deed-make-member-then = { $name } sigue en { $company }, pero ya no puede ocuparse de los miembros.
confirm-deed-caution-last-admin = La empresa se queda sin admin
confirm-deed-caution-last-admin-text = Nadie más con esta función puede iniciar sesión que { $name }. Hasta que haya otra persona, solo el equipo de soporte de la plataforma se ocupa de los miembros.

confirm-deed-send-again = ¿Enviar otra vez la invitación a { $name }?
confirm-deed-send-again-new = Sale enseguida un correo nuevo con un enlace nuevo.
confirm-deed-send-again-old = El enlace del correo anterior deja de servir.

confirm-deed-correct-address = ¿Corregir la dirección de { $name }?
confirm-deed-correct-address-new = La invitación se envía enseguida a la dirección nueva.
confirm-deed-address = Dirección correcta

confirm-deed-withdraw = ¿Retirar la invitación de { $name }?
confirm-deed-withdraw-link = El enlace del correo deja de servir.
confirm-deed-withdraw-again = Puedes invitar otra vez a esta dirección en cualquier momento.

confirm-deed-extend = ¿Dar más plazo a { $name }?
confirm-deed-extend-then = Hasta entonces, { $name } puede iniciar sesión sin autenticación en dos pasos, como hasta ahora.
confirm-deed-until = Último día sin ella
confirm-deed-until-hint = Como fecha, por ejemplo 2027-03-01 si no aparece un calendario.
confirm-deed-until-malformed = Escribe una fecha, por ejemplo 2027-03-01.
confirm-deed-until-past = Ese día ya ha pasado. Escribe uno posterior.
confirm-deed-until-too-late = No se puede dar tanto plazo. Escribe el { $date } o un día anterior.
confirm-deed-reason = Motivo
confirm-deed-reason-missing = Escribe el motivo. Queda en el registro.
confirm-deed-reason-too-long = Escribe un motivo de { $count } caracteres como máximo.
confirm-deed-platform = Esto lo tiene que hacer nuestro equipo de soporte
confirm-deed-platform-text = La plataforma ya exige la autenticación en dos pasos a todo el mundo. Ponte en contacto con nuestro equipo de soporte si alguien necesita más plazo.

confirm-deed-last-admin = La empresa necesita un admin
confirm-deed-last-admin-text = Nadie más tiene esta función. Dásela primero a otra persona.
confirm-deed-not-yours = Esto lo tiene que hacer nuestro equipo de soporte
confirm-deed-not-yours-text = La cuenta pertenece también a otras empresas o a la plataforma. Ponte en contacto con nuestro equipo de soporte: lo hará después de comprobar quién lo pide.
confirm-deed-staff = Esta cuenta es del personal de la plataforma
confirm-deed-staff-text = El equipo de soporte no puede cambiarla. De estas cuentas se ocupan los operadores, y de las suyas propias, por línea de comandos.
confirm-deed-yourself = Esta es tu propia cuenta
confirm-deed-yourself-text = Pídeselo a otra persona con la función de admin o a nuestro equipo de soporte. Lo que puedes cambiar por tu cuenta está en «Tu cuenta».
confirm-deed-gone = Esto ya no es posible
confirm-deed-gone-text = Otra persona se ha adelantado o el propio miembro ya ha actuado. Mira la lista: muestra cómo está todo ahora.
