recovery-codes-title = Códigos de recuperación
recovery-codes-shown-title = Tus códigos de recuperación
recovery-codes-lead = Para el día en que no puedas abrir tu aplicación de autenticación
recovery-codes-each-once = Cada código sustituye una vez al PIN.
recovery-codes-where = Guárdalos donde los encuentres sin tu teléfono: en papel o en un gestor de contraseñas.
recovery-codes-replaces = { $count ->
    [one] { $count } código sin usar dejará de servir
   *[other] { $count } códigos sin usar dejarán de servir
}
recovery-codes-replaces-text = Los códigos nuevos sustituyen enseguida a los anteriores.
recovery-codes-submit = Crear códigos

recovery-codes-once-title = Solo los ves ahora
recovery-codes-once-text = Los guardamos de forma que nadie pueda leerlos. Ponlos a salvo antes de salir de esta página.
recovery-codes-download = Descargar
recovery-codes-print = Imprimir
recovery-codes-copy = Copiar
recovery-codes-kept = Ya los he guardado

recovery-codes-already-title = Acaban de crearse códigos nuevos
recovery-codes-already-text = No se pueden mostrar otra vez. Si no los has guardado, crea otros.
recovery-codes-file-title = { $brand }: códigos de recuperación de { $email }
