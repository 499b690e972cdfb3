"""Every knob of the app in one class, read from the environment, `.env` and the keys the local user pasted."""

import os
from pathlib import Path
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import AppError

KEYS_FILE = "keys.env"
"""Inside the data folder: keys that the local user pasted on the Status page, one NAME=value a line, mode 600."""


class Settings(BaseSettings):
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
    stt: str = Field(
        "auto",
        validation_alias="VIVA_STT",
        examples=["deepgram,whisper"],
        description="Recognizers in their order: cartesia, deepgram, whisper, vosk, sphinx (emergency); auto is the first four.",
    )
    whisper_model: str = Field(
        "base",
        validation_alias="VIVA_WHISPER_MODEL",
        examples=["small.en"],
        description="Size of faster-whisper's model, or a repository on the Hugging Face hub.",
    )
    vosk_folder: str = Field(
        "",
        validation_alias="VIVA_VOSK_FOLDER",
        examples=["/models/vosk-en"],
        description="Folder of a Vosk model; empty: Vosk is not used.",
    )
    cartesia_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="CARTESIA_API_KEY",
        examples=["sk_car_..."],
        description="Key for Cartesia's speech to text.",
    )
    cartesia_model: str = Field(
        "ink-whisper",
        validation_alias="CARTESIA_MODEL",
        examples=["ink-whisper"],
        description="Cartesia's model; ink-2 gives no word times.",
    )
    cartesia_api_version: str = Field(
        "2025-04-16",
        validation_alias="CARTESIA_API_VERSION",
        examples=["2025-04-16"],
        description="Version of Cartesia's API.",
    )
    cartesia_url: str = Field(
        "https://api.cartesia.ai",
        validation_alias="VIVA_CARTESIA_URL",
        examples=["http://127.0.0.1:9000"],
        description="Another address for Cartesia's API.",
    )
    deepgram_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="DEEPGRAM_API_KEY",
        examples=["dg-..."],
        description="Key for Deepgram's speech to text.",
    )
    deepgram_url: str = Field(
        "https://api.deepgram.com",
        validation_alias="VIVA_DEEPGRAM_URL",
        examples=["http://127.0.0.1:9001"],
        description="Another address for Deepgram's API.",
    )
    tts: str = Field(
        "auto",
        validation_alias="VIVA_TTS",
        examples=["espeak,browser"],
        description="Voices in the order they are tried: polly, espeak, browser; auto is polly, then browser.",
    )
    aws_access_key_id: SecretStr = Field(
        SecretStr(""),
        validation_alias="AWS_ACCESS_KEY_ID",
        examples=["AKIA..."],
        description="Key id for Amazon Polly's voices.",
    )
    aws_secret_access_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="AWS_SECRET_ACCESS_KEY",
        examples=["..."],
        description="Secret key for Amazon Polly's voices.",
    )
    aws_region: str = Field(
        "us-east-1", validation_alias="AWS_REGION", examples=["eu-central-1"], description="Amazon's region."
    )
    polly_voice: str = Field(
        "Joanna", validation_alias="AWS_POLLY_VOICE_ID", examples=["Matthew"], description="Polly's voice for English."
    )
    polly_engine: Literal["neural", "standard", "long-form", "generative"] = Field(
        "neural", validation_alias="AWS_POLLY_ENGINE", examples=["standard"], description="Polly's engine."
    )
    speech_rate: int = Field(
        75,
        ge=20,
        le=200,
        validation_alias="AWS_POLLY_SPEECH_RATE",
        examples=["90"],
        description="How fast Polly and espeak-ng speak, in percent of their usual pace.",
    )
    polly_url: str = Field(
        "",
        validation_alias="VIVA_POLLY_URL",
        examples=["http://127.0.0.1:9002"],
        description="Another address for Polly's API.",
    )
    record: bool = Field(
        True,
        validation_alias="VIVA_RECORD",
        examples=["false"],
        description="Offer to record spoken interviews; each candidate is asked first. false: never.",
    )
    max_open: int = Field(
        20,
        ge=1,
        le=10_000,
        validation_alias="VIVA_MAX_OPEN",
        examples=["20"],
        description="Unfinished interviews that one person may have.",
    )
    mcp: bool = Field(
        False,
        validation_alias="VIVA_MCP",
        examples=["true"],
        description="Serve the public endpoints as MCP tools too, under /gradio_api/mcp.",
    )

    @field_validator("data")
    @classmethod
    def _home(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("stt", "tts")
    @classmethod
    def _known_vendors(cls, value: str, info: ValidationInfo) -> str:
        known = {"stt": ("cartesia", "deepgram", "whisper", "vosk", "sphinx"), "tts": ("polly", "espeak", "browser")}
        wanted = [name.strip() for name in value.split(",") if name.strip()] or ["auto"]
        strange = [name for name in wanted if name not in known[str(info.field_name)]]
        if strange and wanted != ["auto"]:
            raise ValueError(
                f"there is no '{strange[0]}': use auto, or any of {', '.join(known[str(info.field_name)])}"
            )
        return ",".join(wanted)

    @field_validator("llm")
    @classmethod
    def _provider_and_name(cls, value: str) -> str:
        if ":" not in value.strip(":"):
            raise ValueError("write it as provider:name")
        return value

    @property
    def on_space(self) -> bool:
        """True on a Hugging Face Space."""
        return bool(self.space_id)

    @property
    def durable(self) -> bool:
        """False on a Space whose data folder is lost at the next restart."""
        return (
            not self.on_space
            or bool(self.database_url)
            or (os.path.ismount("/data") and self.data.is_relative_to("/data"))
        )

    @classmethod
    def load(cls) -> Self:
        """Reads the environment, then `.env`, then the pasted keys; AppError `wrong_setting` names what is wrong."""
        try:
            return cls(_env_file=".env").with_keys()
        except ValidationError as fault:
            raise AppError("wrong_setting", _sentence(fault)) from None

    def with_keys(self) -> Self:
        """The same settings with the keys that were pasted since; what the environment sets still stands."""
        pasted = dotenv_values(self.data / KEYS_FILE)
        fields = {
            "google_api_key": "GOOGLE_API_KEY",
            "llm_key": "VIVA_LLM_KEY",
            "cartesia_api_key": "CARTESIA_API_KEY",
            "deepgram_api_key": "DEEPGRAM_API_KEY",
            "aws_access_key_id": "AWS_ACCESS_KEY_ID",
            "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY",
        }
        found = {
            field: SecretStr(str(pasted[name]))
            for field, name in fields.items()
            if pasted.get(name) and not getattr(self, field).get_secret_value()
        }
        return self.model_copy(update=found)


def names(field: str) -> list[str]:
    """The environment names of a field, the first being the one to write."""
    alias = Settings.model_fields[field].validation_alias
    return [str(name) for name in alias.choices] if isinstance(alias, AliasChoices) else [str(alias)]


def _sentence(fault: ValidationError) -> str:
    told = []
    for error in fault.errors():
        name = str(error["loc"][0])
        field = next((key for key in Settings.model_fields if name in (key, *names(key))), name)
        example = (Settings.model_fields[field].examples or [""])[0] if field in Settings.model_fields else ""
        told.append(f"{name}: {error['msg'].removeprefix('Value error, ')}. For example: {name}={example}")
    return "; ".join(told)
