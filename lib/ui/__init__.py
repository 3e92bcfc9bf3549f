"""The only code of ours that imports Streamlit."""
