operator-apps-lead = Lo que puede pedir tokens y cómo está registrada cada aplicación.
operator-apps-new = Registrar una aplicación
operator-apps-public = pública, sin secreto
operator-apps-trusted = Propia
operator-apps-third-party = De terceros
operator-apps-none = Todavía no hay ninguna aplicación registrada
operator-apps-none-text = Registra la primera o descríbela en un archivo para voltkey apply.
