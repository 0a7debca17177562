trouble-fault-title = Something went wrong on our side
trouble-fault-text = You did nothing wrong. The fault was recorded.
trouble-fault-advice = Go back and try again. If it happens again, tell our support.
trouble-busy-title = Too many people are signing in right now
trouble-busy-text = We could not take your request in time.
trouble-too-many-title = Too many requests
trouble-too-many-text = More requests came from your network than we can take at once.
trouble-retry = Try again { $wait }.
