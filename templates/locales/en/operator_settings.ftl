operator-settings-lead = Each setting in force, and where its value comes from.
operator-settings-line = { $file }, line { $line }
operator-settings-variable = Environment variable { $name }
operator-settings-default = Built-in default
operator-settings-secret = Not shown: it may hold a password.
operator-settings-how = Settings are changed in the file or by a variable, and take effect at the next start. voltkey check says beforehand what is wrong.
