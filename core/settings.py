"""Every knob of the app in one class, read from the environment, `.env` and the keys the local user pasted."""

import os
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator

from core.errors import AppError
from core.serving import Serving

KEYS_FILE = "keys.env"
"""Inside the data folder: keys that the local user pasted on the Status page, one NAME=value a line, mode 600."""


class Settings(Serving):
    """Where it runs (`core/serving.py`), who listens, speaks, searches and reads, and what is allowed."""

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
    tavily_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="TAVILY_API_KEY",
        examples=["tvly-..."],
        description="Key for Tavily's web search, which researches a company when a person asks for it.",
    )
    tavily_url: str = Field(
        "https://api.tavily.com",
        validation_alias="VIVA_TAVILY_URL",
        examples=["http://127.0.0.1:9003"],
        description="Another address for Tavily's API.",
    )
    research_timeout_s: float = Field(
        60.0,
        gt=0,
        le=300,
        validation_alias="VIVA_RESEARCH_TIMEOUT_S",
        examples=["60"],
        description="Seconds that researching a company may take in all; what was found by then is used.",
    )
    ocr: Literal["rapidocr", "tesseract"] = Field(
        "rapidocr",
        validation_alias="VIVA_OCR",
        examples=["tesseract"],
        description="Who reads scans and photos: rapidocr, or tesseract where its program is installed.",
    )
    chroma_url: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        validation_alias="VIVA_CHROMA_URL",
        examples=["http://127.0.0.1:8000"],
        description="Chroma server for the question vectors. Empty: Chroma in this process, in the data folder.",
    )
    record: bool = Field(
        True,
        validation_alias="VIVA_RECORD",
        examples=["false"],
        description="Offer to record spoken interviews; each candidate is asked first. false: never.",
    )
    keep_original: bool = Field(
        True,
        validation_alias="VIVA_KEEP_ORIGINAL",
        examples=["false"],
        description="Keep the file of an uploaded recording as it came. false: once decoded, only its sound is kept.",
    )
    fetch_allow: str = Field(
        "",
        validation_alias="VIVA_FETCH_ALLOW",
        examples=["files.intern:443,127.0.0.1:9000"],
        description="Private hosts, as host:port, that recordings may be fetched from; empty: public addresses only.",
    )
    report_template: str = Field(
        "",
        validation_alias="VIVA_REPORT_TEMPLATE",
        examples=["/etc/viva/report.docx"],
        description="Word file whose styles, header and footer the transcripts' reports take; {{title}} and {{report}} are filled.",
    )
    retention_days: int = Field(
        0,
        ge=0,
        le=36_500,
        validation_alias="VIVA_RETENTION_DAYS",
        examples=["90"],
        description="Days after which an interview or recording that nobody touched is deleted for good; 0: never.",
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

    @property
    def fetch_allowed(self) -> tuple[str, ...]:
        """The private hosts that may be fetched from."""
        return tuple(one.strip().lower() for one in self.fetch_allow.split(",") if one.strip())

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
            from core.knobs import wrong

            raise AppError("wrong_setting", wrong(fault)) from None

    def with_keys(self) -> Self:
        """The same settings with the keys that were pasted since; what the environment sets still stands."""
        pasted = dotenv_values(self.data / KEYS_FILE)
        fields = {
            "google_api_key": "GOOGLE_API_KEY",
            "llm_key": "VIVA_LLM_KEY",
            "cartesia_api_key": "CARTESIA_API_KEY",
            "deepgram_api_key": "DEEPGRAM_API_KEY",
            "tavily_api_key": "TAVILY_API_KEY",
            "aws_access_key_id": "AWS_ACCESS_KEY_ID",
            "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY",
        }
        found = {
            field: SecretStr(str(pasted[name]))
            for field, name in fields.items()
            if pasted.get(name) and not getattr(self, field).get_secret_value()
        }
        return self.model_copy(update=found)
