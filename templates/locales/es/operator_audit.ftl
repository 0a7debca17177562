operator-audit-lead = Lo que se hizo en la propia plataforma: aplicaciones, claves, equipo. Lo que se hizo en una empresa figura en su propio registro.
operator-audit-action = Qué se hizo
operator-audit-all = Todo
