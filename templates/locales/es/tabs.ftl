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
