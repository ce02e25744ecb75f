"""Settings of the billing service."""
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    kafka_brokers: str = "localhost:9092"
    kafka_group: str = "billing"
    kafka_acks: str = "1"
    sasl_username: str | None = None
    sasl_password: str | None = None


settings = Settings()
