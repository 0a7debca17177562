email-change-subject = Confirma tu dirección nueva de { $brand }
email-change-title = Confirma tu dirección nueva
email-change-text = Alguien, probablemente tú, quiere usar esta dirección para la cuenta { $brand } que hasta ahora tenía { $old }. Con este enlace la confirmas:
email-change-link = Confirmar dirección
email-change-until = El enlace sirve una sola vez, hasta el { $until }. Hasta que lo abras, la cuenta conserva su dirección.
email-change-not-you = ¿No sabes nada de esto? Puedes ignorar este correo: sin el enlace no cambia nada.
