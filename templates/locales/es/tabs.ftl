tabs-account = Tu cuenta
tabs-profile = Perfil
tabs-password = Contraseña
tabs-second-factor = Autenticación en dos pasos
tabs-devices = Dispositivos
tabs-apps = Aplicaciones
tabs-activity = Actividad

tabs-company = Administración de la empresa
tabs-members = Miembros
tabs-roll-out = Implantación
tabs-invite = Invitar
tabs-settings = Ajustes
tabs-audit = Registro

tabs-staff = Equipo de la plataforma
tabs-console = Consola de soporte
tabs-overview = Operación
tabs-companies = Empresas
tabs-refusals = Rechazos
tabs-mail = Correo
tabs-keys = Claves de firma

tabs-app = Las páginas de la aplicación
tabs-app-registration = Registro
tabs-app-set-up = Configurar
tabs-app-request = Comprobar una solicitud
tabs-app-test-login = Acceso de prueba
tabs-app-log-outs = Cierres de sesión
tabs-app-refusals = Rechazos
