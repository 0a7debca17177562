new-password-length = { $least ->
    [one] { $least } carácter o más
   *[other] { $least } caracteres o más
}
new-password-upper = Una letra mayúscula
new-password-lower = Una letra minúscula
new-password-digit = Un número
new-password-special = Un carácter especial
new-password-met = : cumplida
new-password-open = : pendiente
new-password-failed = : no se cumplía

new-password-broken = { $count ->
    [one] No se ha aceptado la contraseña: no cumple { $count } requisito. Está marcado abajo.
   *[other] No se ha aceptado la contraseña: no cumple { $count } requisitos. Están marcados abajo.
}
new-password-broken-weak = { $count ->
    [one] No se ha aceptado la contraseña: no cumple { $count } requisito (está marcado abajo) y es fácil de adivinar.
   *[other] No se ha aceptado la contraseña: no cumple { $count } requisitos (están marcados abajo) y es fácil de adivinar.
}
new-password-weak = No se ha aceptado la contraseña: es fácil de adivinar. Elige otra.
new-password-too-long = Una contraseña puede tener hasta { $most } caracteres. Elige una más corta.
new-password-advice = Lo primero que se prueba son contraseñas conocidas, nombres, fechas y teclas seguidas. Tres o cuatro palabras que no tengan relación forman una buena contraseña.

new-password-strength-weak = Seguridad: débil
new-password-strength-fair = Seguridad: aceptable
new-password-strength-good = Seguridad: buena
new-password-personal = Contiene algo sobre ti, y eso es lo primero que se prueba. Elige palabras que no tengan que ver contigo.
new-password-common = Contiene una palabra que usa mucha gente. Añade dos o tres palabras sin relación entre sí.
new-password-year = Una palabra con un año o una fecha se adivina pronto. Añade dos o tres palabras más.
new-password-repeat = Las repeticiones apenas la hacen más segura. Añade palabras distintas.
new-password-run = Las letras, cifras o teclas seguidas se adivinan pronto. Añade dos o tres palabras.
new-password-more = Con unos caracteres más, u otra palabra, será más segura.
new-password-still = Falta todavía:
