"""Messages to people outside the dashboard: e-mail, webhooks, LINE; through an outbox, never twice."""
