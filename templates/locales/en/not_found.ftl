not-found-title = There is nothing here
not-found-text = The address may be mistyped or out of date, or the page is not meant for your account.
