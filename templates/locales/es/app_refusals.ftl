app-refusals-title = Solicitudes rechazadas de { $name }
app-refusals-lead = Cada solicitud rechazada muestra a su aplicación un número de referencia. Aquí está el motivo exacto.
app-refusals-none-text = Las solicitudes con un client_id incorrecto no pertenecen a ninguna aplicación. Las contraseñas y los PIN incorrectos de las personas no son rechazos: están en el registro de auditoría.
app-refusals-everywhere = Buscar entre todos los rechazos
