not-found-title = Aquí no hay nada
not-found-text = Puede que la dirección esté mal escrita o anticuada, o que la página no sea para tu cuenta.
