"""The grammar of ``briefprint.toml``, apart from what reads it: pydantic is loaded where a file says something."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from briefprint.artifact import Profile


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _place(value: str) -> str:
    if "\0" in value:
        raise ValueError(f"{value!r} is no path: none holds the character U+0000")
    return value


Place = Annotated[str, AfterValidator(_place)]
Places = Annotated[list[Place], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Words = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])]


class Project(BaseModel):
    """The keys of the file: each is an option of ``briefprint batch`` and of others; all may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    paths: Annotated[
        Places, Field(description="Briefs, folders, globs, '@list': what a batch sets when none is named.")
    ] = []
    style: Annotated[Words, Field(description="House styles of briefs that ask for none, or 'all'.")] = []
    format: Annotated[Words, Field(description="Formats of briefs that ask for none, or 'all'.")] = []
    out: Annotated[Place, Field(description="Folder to write to.")] = "out"
    styles: Annotated[Places, Field(description="Folders of house styles to search first.")] = []
    paper: Annotated[str, Field(description="'a4' or 'letter', if not the style's own.")] = ""
    strict: Annotated[bool, Field(description="Treat warnings as errors.")] = False
    jobs: Annotated[int, Field(ge=1, description="Processes.")] = 1
    profile: Annotated[Profile, Field(description="What a PDF keeps to.")] = "standard"
    validate_: Annotated[bool, Field(alias="validate", description="Check each PDF before it is written.")] = False
    icc: Annotated[Place, Field(description="ICC profile of the press, for the profile 'print'.")] = ""
    grey: Annotated[bool, Field(description="In black ink alone, for the profile 'print'.")] = False
    booklet: Annotated[bool, Field(description="Two pages to a side, to be folded and stitched.")] = False
    n_up: Annotated[int, Field(alias="n-up", ge=1, description="Pages to a side.")] = 1
    sheet: Annotated[str, Field(description="Paper of a booklet, or of several pages to a side.")] = ""
    template: Annotated[Place, Field(description="Word file to pour briefs into, if not the style's.")] = ""
    embed: Annotated[bool, Field(description="Let Word files carry their fonts.")] = True
    explain: Annotated[bool, Field(description="Say how each memo was made to fit.")] = False
    abridge: Annotated[bool, Field(description="Leave out of the memo what has no room, whole.")] = False
    executor: Annotated[str, Field(description="Dask scheduler whose workers set the jobs: 'tcp://HOST:8786'.")] = ""
    timeout: Annotated[float, Field(gt=0, description="Seconds that a job may take.")] = 0
    fail_fast: Annotated[bool, Field(alias="fail-fast", description="Stop at the first job that fails.")] = False
    cache: Annotated[Place, Field(description="Folder of a store of products that runs share.")] = ""
    cache_size: Annotated[float, Field(alias="cache-size", gt=0, description="GiB that the store may hold.")] = 1
    reproducible: Annotated[bool, Field(description="Leave the seconds out of the manifest.")] = False
    report: Annotated[Places, Field(description="Reports to write: .xml, .sarif, .json, .md.")] = []
    quiet: Annotated[bool, Field(description="Say only what failed.")] = False
