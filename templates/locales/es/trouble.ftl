trouble-fault-title = Algo ha fallado por nuestra parte
trouble-fault-text = No has hecho nada mal. El fallo ha quedado registrado.
trouble-fault-advice = Vuelve atrás e inténtalo otra vez. Si se repite, avisa a nuestro equipo de soporte.
trouble-busy-title = Ahora mismo hay demasiadas personas iniciando sesión
trouble-busy-text = No hemos podido atender tu petición a tiempo.
trouble-too-many-title = Demasiadas peticiones
trouble-too-many-text = Desde tu red han llegado más peticiones de las que podemos atender a la vez.
trouble-retry = Vuelve a intentarlo { $wait }.
