from surveys.forms.questionnaire import QuestionnaireForm

__all__ = ["QuestionnaireForm"]
