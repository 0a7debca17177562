refused-title = Esta aplicación no puede iniciar tu sesión
refused-title-app = { $app } todavía no puede iniciar tu sesión
refused-title-sign-out = El cierre de sesión se ha detenido
refused-nothing-happened = No se ha compartido ningún dato y tu cuenta está bien.

refused-client-unknown = No conocemos la aplicación que te ha enviado aquí.
refused-redirect-uri-unregistered = La aplicación nos pidió enviarte a una dirección que no ha registrado. Para proteger tu cuenta nos hemos detenido aquí.
refused-redirect-uri-missing = La aplicación no ha dicho adónde enviarte después.
refused-post-logout-unregistered = La aplicación nos pidió enviarte, después de cerrar la sesión, a una dirección que no ha registrado. Para proteger tu cuenta nos hemos detenido aquí.
refused-parameter-repeated = La petición de la aplicación dice dos veces lo mismo, y no podemos saber cuál vale.
refused-malformed = No se puede leer la petición de la aplicación.
refused-other = La petición de la aplicación pide algo que no es posible.

refused-developer = Para el equipo de desarrollo de la aplicación
refused-developer-app = Para el equipo de desarrollo de { $app }
refused-received = Lo que hemos recibido
refused-answer = Lo que hemos respondido
refused-why-client-id-missing = La petición no tiene `client_id`.
refused-why-client-unknown = Ningún cliente tiene este `client_id`. Comprueba que esté bien escrito y que sea el identificador de este servidor.
refused-why-redirect-uri-missing = La petición no tiene `redirect_uri`. Envía una que esté registrada para el cliente.
refused-why-redirect-uri-unregistered = La `redirect_uri` debe ser igual a una registrada, carácter por carácter: esquema, servidor, puerto, ruta y la barra final.
refused-why-post-logout-unregistered = La `post_logout_redirect_uri` debe ser igual a una registrada, carácter por carácter.
refused-why-parameter-repeated = Un parámetro aparece más de una vez en la petición. Cada uno puede aparecer una sola vez.
refused-why-request-malformed = Los parámetros no están en `application/x-www-form-urlencoded` con UTF-8.
refused-why-request-too-large = La petición o uno de sus parámetros es demasiado largo.
