"""The look: colours and type as a Gradio theme, the stylesheet and the fonts, all served by us."""

from pathlib import Path

import gradio as gr

LOOK = Path(__file__).parent / "look"
TEAL = gr.themes.Color(
    c50="#eef6f5",
    c100="#d6eae8",
    c200="#aed6d2",
    c300="#83c0ba",
    c400="#4fb3a9",
    c500="#1f867e",
    c600="#0f6b66",
    c700="#0c5753",
    c800="#0a4643",
    c900="#083836",
    c950="#052523",
    name="teal",
)
INK = gr.themes.Color(
    c50="#faf8f4",
    c100="#f3efe8",
    c200="#e6e1d8",
    c300="#cfc9bd",
    c400="#9a9ea5",
    c500="#6b6f76",
    c600="#4f545b",
    c700="#2c3136",
    c800="#20242a",
    c900="#1c2024",
    c950="#15181b",
    name="ink",
)
HEAD = """
<link rel="icon" href="/look/icon.svg" type="image/svg+xml">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script src="/look/room.js" defer></script>
<script src="/look/moments.js" type="module"></script>
<script src="/look/player.js" defer></script>
<script src="/look/disputes.js" defer></script>
<script src="/look/resume.js" defer></script>
<script src="/look/transcripts.js" type="module"></script>
<script src="/look/kits.js" type="module"></script>
"""


def theme() -> gr.themes.Base:
    """Paper, ink and one accent; square shadows and gradients off."""
    sans = ["Inter", "ui-sans-serif", "system-ui", "sans-serif"]
    made = gr.themes.Base(
        primary_hue=TEAL,
        neutral_hue=INK,
        font=sans,
        font_mono=["ui-monospace", "SFMono-Regular", "Menlo", "monospace"],
        radius_size=gr.themes.sizes.radius_lg,
    )
    return made.set(
        body_background_fill="#faf8f4",
        body_background_fill_dark="#15181b",
        body_text_color="#20242a",
        body_text_color_dark="#ece8e1",
        body_text_color_subdued="#5f646b",
        body_text_color_subdued_dark="#9a9ea5",
        block_background_fill="#fffdf9",
        block_background_fill_dark="#1c2024",
        background_fill_primary="#fffdf9",
        background_fill_primary_dark="#1c2024",
        background_fill_secondary="#faf8f4",
        background_fill_secondary_dark="#15181b",
        border_color_primary="#e6e1d8",
        border_color_primary_dark="#2c3136",
        block_border_color="#e6e1d8",
        block_border_color_dark="#2c3136",
        block_border_width="1px",
        input_border_width="1px",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        block_label_text_color="#5f646b",
        block_label_text_color_dark="#9a9ea5",
        block_title_text_color="#20242a",
        block_title_text_color_dark="#ece8e1",
        block_title_text_weight="500",
        block_radius="12px",
        container_radius="12px",
        input_radius="10px",
        button_large_radius="11px",
        button_large_padding="9px 16px",
        button_large_text_size="15px",
        button_large_text_weight="500",
        block_shadow="none",
        block_shadow_dark="none",
        shadow_drop="none",
        shadow_drop_lg="none",
        input_background_fill="#fffdf9",
        input_background_fill_dark="#15181b",
        input_border_color="#d8d2c6",
        input_border_color_dark="#3a4046",
        input_border_color_focus="#0f6b66",
        input_border_color_focus_dark="#4fb3a9",
        input_shadow_focus="none",
        button_primary_background_fill="#0f6b66",
        button_primary_background_fill_dark="#4fb3a9",
        button_primary_background_fill_hover="#0c5753",
        button_primary_background_fill_hover_dark="#6cc4bb",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#10201f",
        button_secondary_background_fill="#fffdf9",
        button_secondary_background_fill_dark="#1c2024",
        button_secondary_background_fill_hover="#f3efe8",
        button_secondary_background_fill_hover_dark="#2c3136",
        button_secondary_border_color="#d8d2c6",
        button_secondary_border_color_dark="#3a4046",
        button_secondary_text_color="#20242a",
        button_secondary_text_color_dark="#ece8e1",
        checkbox_border_color="#a9a295",
        checkbox_border_color_dark="#747b83",
        checkbox_background_color_selected="#0f6b66",
        checkbox_background_color_selected_dark="#4fb3a9",
        checkbox_label_background_fill="#fffdf9",
        checkbox_label_background_fill_dark="#1c2024",
        checkbox_label_background_fill_selected="#e6f1ef",
        checkbox_label_background_fill_selected_dark="#22403d",
        checkbox_label_text_color_selected="#0b4f4b",
        checkbox_label_text_color_selected_dark="#d8efec",
        checkbox_label_border_color="#d8d2c6",
        checkbox_label_border_color_dark="#3a4046",
        link_text_color="#0f6b66",
        link_text_color_dark="#4fb3a9",
    )
