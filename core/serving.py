"""Where the app runs, what it keeps and which mind it has: the first half of the settings."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Serving(BaseSettings):
    """Names are environment variables; ours begin with VIVA_, the others are the vendors' own."""

    model_config = SettingsConfigDict(env_file_encoding="utf-8", extra="ignore", frozen=True, populate_by_name=True)

    host: str = Field(
        "127.0.0.1",
        validation_alias="VIVA_HOST",
        examples=["0.0.0.0"],
        description="Address to listen on. Anything but loopback turns every visitor into a guest with a cookie.",
    )
    port: int = Field(
        7860,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("VIVA_PORT", "PORT"),
        examples=["8080"],
        description="Port to listen on; PORT, as hosts set it, is honoured too. 0 takes a free one.",
    )
    data: Path = Field(
        Path("~/.viva-voce"),
        validation_alias="VIVA_DATA",
        examples=["/data"],
        description="Folder for everything that is kept: database, index, checkpoints, keys.",
    )
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        examples=["sqlite:////data/viva.sqlite3"],
        description="Database, as SQLAlchemy writes it. Empty: a SQLite file in the data folder.",
    )
    secret: SecretStr = Field(
        SecretStr(""),
        validation_alias="VIVA_SECRET",
        examples=["64 random characters"],
        description="Signs the guests' cookies. Empty: made once and kept in the data folder.",
    )
    space_id: str = Field(
        "",
        validation_alias="SPACE_ID",
        examples=["you/viva-voce"],
        description="Set by Hugging Face on a Space: every visitor is then a guest.",
    )
    brain: Literal["auto", "rules", "llm"] = Field(
        "auto",
        validation_alias="VIVA_BRAIN",
        examples=["rules"],
        description="auto: the language model where a key for it is there, else the rules; or one of them by name.",
    )
    llm: str = Field(
        "google_genai:gemini-3.8-flash",
        validation_alias="VIVA_LLM",
        examples=["ollama:llama3.3"],
        description="Language model as provider:name, as LangChain's init_chat_model takes it.",
    )
    llm_base_url: str = Field(
        "",
        validation_alias="VIVA_LLM_BASE_URL",
        examples=["http://127.0.0.1:11434"],
        description="Another address for the language model's API.",
    )
    llm_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="VIVA_LLM_KEY",
        examples=["sk-..."],
        description="Key for a language model that is not Gemini.",
    )
    llm_timeout_s: float = Field(
        10.0,
        gt=0,
        le=60,
        validation_alias="VIVA_LLM_TIMEOUT_S",
        examples=["10"],
        description="Seconds that one call to the language model may take before the rules do it.",
    )
    google_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias=AliasChoices("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        examples=["AIza..."],
        description="Key for Gemini; GEMINI_API_KEY is read as well.",
    )

    @field_validator("data")
    @classmethod
    def _home(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("llm")
    @classmethod
    def _provider_and_name(cls, value: str) -> str:
        if ":" not in value.strip(":"):
            raise ValueError("write it as provider:name")
        return value
