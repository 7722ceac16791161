import core.clock
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    replaces = [('community', '0001_initial'), ('community', '0002_left_slack'), ('community', '0003_words'), ('community', '0004_translations'), ('community', '0005_slack')]

    initial = True

    dependencies = [
        ('candidates', '0001_squashed_0010_welcome'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SlackChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As it is called in Slack, without the #.', max_length=80, verbose_name='name')),
                ('channel_id', models.CharField(help_text="At the foot of the channel's details in Slack; it begins with C or G.", max_length=32, validators=[django.core.validators.RegexValidator('^[A-Z][A-Z0-9]{1,30}\\Z', "Slack's own ids look like C0123ABCD or U0123ABCD.")], verbose_name='channel id in Slack')),
                ('state', models.CharField(blank=True, choices=[('AL', 'Alabama'), ('AK', 'Alaska'), ('AS', 'American Samoa'), ('AZ', 'Arizona'), ('AR', 'Arkansas'), ('CA', 'California'), ('CO', 'Colorado'), ('CT', 'Connecticut'), ('DE', 'Delaware'), ('DC', 'District of Columbia'), ('FL', 'Florida'), ('GA', 'Georgia'), ('GU', 'Guam'), ('HI', 'Hawaii'), ('ID', 'Idaho'), ('IL', 'Illinois'), ('IN', 'Indiana'), ('IA', 'Iowa'), ('KS', 'Kansas'), ('KY', 'Kentucky'), ('LA', 'Louisiana'), ('ME', 'Maine'), ('MD', 'Maryland'), ('MA', 'Massachusetts'), ('MI', 'Michigan'), ('MN', 'Minnesota'), ('MS', 'Mississippi'), ('MO', 'Missouri'), ('MT', 'Montana'), ('NE', 'Nebraska'), ('NV', 'Nevada'), ('NH', 'New Hampshire'), ('NJ', 'New Jersey'), ('NM', 'New Mexico'), ('NY', 'New York'), ('NC', 'North Carolina'), ('ND', 'North Dakota'), ('MP', 'Northern Mariana Islands'), ('OH', 'Ohio'), ('OK', 'Oklahoma'), ('OR', 'Oregon'), ('PA', 'Pennsylvania'), ('PR', 'Puerto Rico'), ('RI', 'Rhode Island'), ('SC', 'South Carolina'), ('SD', 'South Dakota'), ('TN', 'Tennessee'), ('TX', 'Texas'), ('UT', 'Utah'), ('VT', 'Vermont'), ('VI', 'Virgin Islands'), ('VA', 'Virginia'), ('WA', 'Washington'), ('WV', 'West Virginia'), ('WI', 'Wisconsin'), ('WY', 'Wyoming')], help_text='Left empty: every state.', max_length=2, verbose_name='state')),
                ('level', models.CharField(blank=True, choices=[('federal', 'Federal'), ('statewide', 'Statewide'), ('state_senate', 'State senate'), ('state_house', 'State house'), ('county', 'County'), ('mayor', 'Mayor'), ('city_council', 'City or town council'), ('school_board', 'School board'), ('judicial', 'Judicial'), ('local_other', 'Other local office'), ('pta', 'Parent-teacher association')], help_text='Left empty: every level, also of those who have entered no race yet.', max_length=20, verbose_name='level of office')),
                ('is_open', models.BooleanField(default=True, verbose_name='people are invited into it')),
            ],
            options={
                'verbose_name': 'Slack channel',
                'verbose_name_plural': 'Slack channels',
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('channel_id', 'state', 'level'), name='a_slack_channel_once_for_a_state_and_level', violation_error_message='This channel is already there for this state and level.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_slackchannelevent" ("channel_id", "id", "is_open", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."channel_id", NEW."id", NEW."is_open", NEW."level", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;', hash='37704396c580c9adb6da44407e63f7155dd10704', operation='INSERT', pgid='pgtrigger_insert_insert_fd6c3', table='community_slackchannel', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_slackchannelevent" ("channel_id", "id", "is_open", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."channel_id", NEW."id", NEW."is_open", NEW."level", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;', hash='35b258e2188f37ba745bb6dda1555496c623d1c4', operation='UPDATE', pgid='pgtrigger_update_update_14b17', table='community_slackchannel', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SlackMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidate', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='slack', to='candidates.candidate', verbose_name='candidate')),
                ('status', models.CharField(choices=[('to_accept', 'to agree to the code of conduct'), ('to_invite', 'to be invited'), ('invited', 'invited'), ('joined', 'joined'), ('left', 'left'), ('to_remove', 'to be taken out'), ('closed', 'not open to them')], default='to_accept', max_length=16, verbose_name='status')),
                ('queued_at', models.DateTimeField(default=core.clock.now, verbose_name='queued')),
                ('conduct_version', models.CharField(blank=True, db_default='', editable=False, max_length=32, verbose_name='code of conduct, as of')),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='agreed to it')),
                ('invited_at', models.DateTimeField(blank=True, null=True, verbose_name='invited')),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last invitation')),
                ('invitations', models.PositiveSmallIntegerField(db_default=0, default=0, editable=False, verbose_name='invitations')),
                ('joined_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='joined')),
                ('slack_id', models.CharField(blank=True, db_default='', max_length=32, validators=[django.core.validators.RegexValidator('^[A-Z][A-Z0-9]{1,30}\\Z', "Slack's own ids look like C0123ABCD or U0123ABCD.")], verbose_name='member id in Slack')),
                ('look_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'Slack membership',
                'verbose_name_plural': 'Slack memberships',
                'ordering': ['queued_at'],
                'indexes': [models.Index(models.F('look_at'), condition=models.Q(('look_at__isnull', False)), name='slack_to_look_at'), models.Index(models.F('invited_at'), condition=models.Q(('status', 'invited')), name='slack_invited')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('slack_id', ''), _negated=True), fields=('slack_id',), name='one_person_per_slack_account')],
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='name in the address')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.CharField(max_length=400, verbose_name='summary')),
                ('body', models.TextField(verbose_name='introduction, in Markdown')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'ordering': ['order', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='SlackEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(max_length=64, unique=True)),
                ('received_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='SlackPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(blank=True, max_length=64, unique=True)),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SlackChannelEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='community.slackchannel')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(help_text='As it is called in Slack, without the #.', max_length=80, verbose_name='name')),
                ('channel_id', models.CharField(help_text="At the foot of the channel's details in Slack; it begins with C or G.", max_length=32, validators=[django.core.validators.RegexValidator('^[A-Z][A-Z0-9]{1,30}\\Z', "Slack's own ids look like C0123ABCD or U0123ABCD.")], verbose_name='channel id in Slack')),
                ('state', models.CharField(blank=True, choices=[('AL', 'Alabama'), ('AK', 'Alaska'), ('AS', 'American Samoa'), ('AZ', 'Arizona'), ('AR', 'Arkansas'), ('CA', 'California'), ('CO', 'Colorado'), ('CT', 'Connecticut'), ('DE', 'Delaware'), ('DC', 'District of Columbia'), ('FL', 'Florida'), ('GA', 'Georgia'), ('GU', 'Guam'), ('HI', 'Hawaii'), ('ID', 'Idaho'), ('IL', 'Illinois'), ('IN', 'Indiana'), ('IA', 'Iowa'), ('KS', 'Kansas'), ('KY', 'Kentucky'), ('LA', 'Louisiana'), ('ME', 'Maine'), ('MD', 'Maryland'), ('MA', 'Massachusetts'), ('MI', 'Michigan'), ('MN', 'Minnesota'), ('MS', 'Mississippi'), ('MO', 'Missouri'), ('MT', 'Montana'), ('NE', 'Nebraska'), ('NV', 'Nevada'), ('NH', 'New Hampshire'), ('NJ', 'New Jersey'), ('NM', 'New Mexico'), ('NY', 'New York'), ('NC', 'North Carolina'), ('ND', 'North Dakota'), ('MP', 'Northern Mariana Islands'), ('OH', 'Ohio'), ('OK', 'Oklahoma'), ('OR', 'Oregon'), ('PA', 'Pennsylvania'), ('PR', 'Puerto Rico'), ('RI', 'Rhode Island'), ('SC', 'South Carolina'), ('SD', 'South Dakota'), ('TN', 'Tennessee'), ('TX', 'Texas'), ('UT', 'Utah'), ('VT', 'Vermont'), ('VI', 'Virgin Islands'), ('VA', 'Virginia'), ('WA', 'Washington'), ('WV', 'West Virginia'), ('WI', 'Wisconsin'), ('WY', 'Wyoming')], help_text='Left empty: every state.', max_length=2, verbose_name='state')),
                ('level', models.CharField(blank=True, choices=[('federal', 'Federal'), ('statewide', 'Statewide'), ('state_senate', 'State senate'), ('state_house', 'State house'), ('county', 'County'), ('mayor', 'Mayor'), ('city_council', 'City or town council'), ('school_board', 'School board'), ('judicial', 'Judicial'), ('local_other', 'Other local office'), ('pta', 'Parent-teacher association')], help_text='Left empty: every level, also of those who have entered no race yet.', max_length=20, verbose_name='level of office')),
                ('is_open', models.BooleanField(default=True, verbose_name='people are invited into it')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='e39b0b45ae6a303003bf8ca48474407d355f213e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_51bca', table='community_slackchannelevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a709e81e72b30d10443e8602be636d32a33c813e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fd2f5', table='community_slackchannelevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ChannelSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='community.slackmembership', verbose_name='candidate')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='community.slackchannel', verbose_name='channel')),
                ('status', models.CharField(choices=[('held', 'somebody of the same race is there: staff decide'), ('wanted', 'to be invited'), ('in', 'in the channel'), ('refused', 'not into this channel'), ('failed', 'Slack refused: to be invited by hand'), ('removing', 'to be taken out'), ('out', 'taken out'), ('left', 'left by their own wish')], max_length=16, verbose_name='status')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('called_at', models.DateTimeField(editable=False, null=True)),
                ('failure', models.CharField(blank=True, editable=False, max_length=120, verbose_name='what Slack answered')),
            ],
            options={
                'verbose_name': 'place in a Slack channel',
                'verbose_name_plural': 'places in Slack channels',
                'ordering': ['since', 'id'],
                'indexes': [models.Index(fields=['channel', 'status'], name='community_c_channel_aa9291_idx'), models.Index(fields=['status', 'since'], name='community_c_status_0e92f4_idx')],
                'constraints': [models.UniqueConstraint(fields=('membership', 'channel'), name='one_seat_per_member_and_channel')],
            },
        ),
        migrations.CreateModel(
            name='SlackTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=64)),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='community.slackmembership')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b82f837a77f91a0c4202fa8f7fdbe0a92aae9b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_e539a', table='community_slacktransition', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='6b5cf05c1651b2cea8843a60434fef00111aafbd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_957b8', table='community_slacktransition', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CourseTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('es', 'Español')], max_length=8, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='community.course', verbose_name='course')),
                ('summary', models.CharField(max_length=400, verbose_name='summary')),
                ('body', models.TextField(verbose_name='introduction, in Markdown')),
            ],
            options={
                'verbose_name': 'translation of a course',
                'verbose_name_plural': 'translations of courses',
                'ordering': ['language'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('course', 'language'), name='one_translation_per_course_and_language')],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='community.course', verbose_name='course')),
                ('slug', models.SlugField(max_length=100, verbose_name='name in the address')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes to read')),
                ('is_public', models.BooleanField(default=False, verbose_name='open to everybody')),
                ('body', models.TextField(verbose_name='text, in Markdown')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
                'ordering': ['course__order', 'order'],
                'constraints': [models.UniqueConstraint(fields=('course', 'slug'), name='one_lesson_per_course_and_slug')],
            },
        ),
        migrations.CreateModel(
            name='SeatTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=64)),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='community.channelseat')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='549ac133fc3df95eb38713528140bc6331ad4ccd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_194ef', table='community_seattransition', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='f1f128a20a098460e9c75f9a238db48461953651', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_e8099', table='community_seattransition', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='LessonTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('es', 'Español')], max_length=8, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='community.lesson', verbose_name='lesson')),
                ('body', models.TextField(verbose_name='text, in Markdown')),
            ],
            options={
                'verbose_name': 'translation of a lesson',
                'verbose_name_plural': 'translations of lessons',
                'ordering': ['language'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('lesson', 'language'), name='one_translation_per_lesson_and_language')],
            },
        ),
    ]
