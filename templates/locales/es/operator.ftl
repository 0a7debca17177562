operator-lead = Lo que funciona en esta plataforma y lo que requiere atención.
operator-failed-text = El servidor de correo los rechazó o no respondió durante un día. Mira por qué e inténtalo de nuevo.
operator-failed = { $count ->
    [one] Se ha abandonado un correo
   *[other] Se han abandonado { $count } correos
}
