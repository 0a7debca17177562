form-post-title = De vuelta a { $app }
form-post-text = Te llevamos de vuelta a la aplicación. Si no ocurre nada, pulsa el botón.
form-post-submit = Continuar
