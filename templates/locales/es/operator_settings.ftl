operator-settings-lead = Cada ajuste vigente y de dónde viene su valor.
operator-settings-line = { $file }, línea { $line }
operator-settings-variable = Variable de entorno { $name }
operator-settings-default = Valor por defecto incorporado
operator-settings-secret = No se muestra: puede contener una contraseña.
operator-settings-how = Los ajustes se cambian en el archivo o con una variable y rigen desde el siguiente arranque. voltkey check dice antes qué está mal.
