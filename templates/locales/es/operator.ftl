operator-lead = Lo que funciona en esta plataforma y lo que requiere atención.
operator-failed-text = El servidor de correo los rechazó o no respondió durante un día. Mira por qué e inténtalo de nuevo.
operator-failed = { $count ->
    [one] Se ha abandonado un correo
   *[other] Se han abandonado { $count } correos
}
operator-untold = Hay aplicaciones que no recibieron avisos de cierre de sesión
operator-untold-text = En los últimos siete días mantuvieron su sesión aunque alguien la había cerrado. Mira por qué y avísalas de nuevo.
operator-untold-count = { $count ->
    [one] (una vez)
   *[other] ({ $count } veces)
}
