support-request-subject = Consulta de { $brand } { $reference }: { $topic }
support-request-reference = Referencia:
support-request-name = Nombre:
support-request-email = Correo electrónico:
support-request-account = Sesión abierta:
support-request-no-account = ninguna
support-request-language = Idioma:
support-request-check = El nombre y el correo son los que se han escrito, sin comprobar. Antes de actuar sobre una cuenta, comprueba quién lo pide.
